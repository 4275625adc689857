"""What is in deploy/ starts the service there is: its files, variables, ports and times, and nginx in front of it."""

import configparser
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import yaml

import kg
from deploy import sbom
from kg.cli import main
from kg.patience import TookTooLong
from kg.settings import Settings
from kg.vocabulary import BASE
from kg.web import errors, serving
from kg.web.access import TooMany
from kg.web.api import LONGEST_BODY, LONGEST_DOCUMENT
from kg.web.gate import Limits
from kg.web.rates import BURST
from tests.conftest import running

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
RUNNING = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
SECONDS_TO_END = Settings().request_seconds + 10
"""As kg.web gives the workers, once they are told to end."""


def unit():
    parsed = configparser.ConfigParser(interpolation=None)
    parsed.optionxform = str
    parsed.read(DEPLOY / "causeway.service", encoding="utf-8")
    return parsed


def bytes_of(size):
    number, letter = re.fullmatch(r"(\d+)([mg])", size.lower()).groups()
    return int(number) * 1024 ** {"m": 2, "g": 3}[letter]


def image_variables():
    return dict(pair.split("=", 1) for line in re.findall(r"^ENV (.+)$", DOCKERFILE, re.M) for pair in line.split())


# The image


def test_what_the_image_copies_is_there_and_sent():
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.M)
    copied = {path for line in lines for path in line.split()}
    sent = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().split() if line.startswith("!")}
    assert copied == sent
    assert [path for path in copied if not (ROOT / path).exists()] == []


def test_the_image_installs_by_hash_and_runs_as_nobody_special():
    assert "--require-hashes --requirement requirements.lock" in DOCKERFILE
    assert re.findall(r"^(USER .+|STOPSIGNAL .+)$", DOCKERFILE, re.M) == ["USER 1000", "STOPSIGNAL SIGTERM"]
    assert "useradd --uid 1000 --no-create-home causeway" in DOCKERFILE
    assert json.loads(DOCKERFILE.splitlines()[-1].removeprefix("CMD ")) == ["kg", "serve"]


HADOLINT = shutil.which("hadolint", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))


@pytest.mark.skipif(not HADOLINT, reason="no hadolint here; it is one of the tools that the tests are installed with")
def test_hadolint_takes_the_image():
    told = subprocess.run([HADOLINT, DEPLOY / "Dockerfile"], capture_output=True, text=True)
    assert (told.returncode, told.stdout + told.stderr) == (0, "")


def test_the_image_asks_whether_it_lives(server):
    check = json.loads(re.search(r"HEALTHCHECK.*\\\n +CMD (\[.+\])", DOCKERFILE)[1])
    port = image_variables()["PORT"]
    assert f":{port}/" in check[-1]
    here = [sys.executable, "-c", check[-1].replace(f":{port}/", f":{httpx.URL(server).port}/")]
    assert subprocess.run(here).returncode == 0
    elsewhere = [*here[:2], here[2].replace("/live", "/gone")]
    assert subprocess.run(elsewhere, stderr=subprocess.DEVNULL).returncode == 1


# What is told in several places


def test_every_variable_is_a_setting():
    known = Settings(documents=Path(), snapshot=Path(__file__)).to_environment()
    named = {name for name in image_variables() if name not in ("PATH", "PYTHONUNBUFFERED")}
    named |= COMPOSE["causeway"]["environment"].keys()
    for text in (RUNNING, *(file.read_text(encoding="utf-8") for file in DEPLOY.iterdir() if file.is_file())):
        named |= set(re.findall(r"\bKG_[A-Z_]+\b", text))
    assert named >= {"HOST", "PORT", "KG_DATA", "KG_PROXIES"}
    assert named <= known.keys()


def test_the_variables_of_each_can_be_read():
    for variables in (image_variables(), COMPOSE["causeway"]["environment"]):
        Settings.from_environment(variables)


def test_the_ports_agree():
    port = image_variables()["PORT"]
    assert port == str(Settings().port)
    assert re.findall(r"^EXPOSE (.+)$", DOCKERFILE, re.M) == COMPOSE["causeway"]["expose"] == [port]
    assert f"server 127.0.0.1:{port};" in NGINX
    command = COMPOSE["nginx"]["command"][-1]
    assert f"s/127.0.0.1:{port}/causeway:{port}/" in command
    listened = re.findall(r"listen (\d+)", NGINX)
    assert COMPOSE["nginx"]["ports"] == [f"{port}:{port}" for port in listened]


def test_what_is_under_way_has_the_time_to_end():
    assert int(COMPOSE["causeway"]["stop_grace_period"].removesuffix("s")) > SECONDS_TO_END
    assert int(unit()["Service"]["TimeoutStopSec"]) > SECONDS_TO_END
    for name in ("proxy_read_timeout", "proxy_send_timeout"):
        assert int(re.search(rf"{name} (\d+)s;", NGINX)[1]) > 2 * Settings().request_seconds


def test_a_worker_is_replaced_before_it_is_killed_for_its_memory():
    most = Settings().memory * Settings().workers * 1024**2
    assert bytes_of(COMPOSE["causeway"]["mem_limit"]) > most
    assert bytes_of(unit()["Service"]["MemoryMax"]) > most


@pytest.mark.parametrize("name", COMPOSE)
def test_a_container_can_do_no_more_than_it_must(name):
    service = COMPOSE[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert "mem_limit" in service


def test_what_compose_mounts_is_there():
    build = COMPOSE["causeway"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
    assert COMPOSE["causeway"]["volumes"] == [f"data:{image_variables()['KG_DATA']}"]
    here, there, _ = COMPOSE["nginx"]["volumes"][0].split(":")
    assert (DEPLOY / here).is_file()
    assert f" {there} " in COMPOSE["nginx"]["command"][-1]
    certificates = COMPOSE["nginx"]["volumes"][1].split(":")[1]
    assert set(re.findall(r"ssl_certificate(?:_key)? (\S+)/[\w.]+;", NGINX)) == {certificates}


# systemd


def test_the_unit_starts_stops_and_reloads_what_is_there():
    service = unit()["Service"]
    folder = Path(service["WorkingDirectory"])
    python, script = service["ExecStart"].split()
    assert Path(python) == folder / ".venv" / "bin" / "python"
    assert (ROOT / script).is_file()
    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert service["Environment"] == f"KG_DATA=/var/lib/{service['StateDirectory']}"
    assert service["User"] not in ("", "root")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here; the unit is read by the test above")
def test_systemd_takes_the_unit(tmp_path):
    file = tmp_path / "causeway.service"
    text = (DEPLOY / "causeway.service").read_text(encoding="utf-8")
    file.write_text(text.replace("/opt/causeway/.venv/bin/python", sys.executable), encoding="utf-8")
    told = subprocess.run(["systemd-analyze", "verify", "--man=no", file], capture_output=True, text=True)
    assert (told.returncode, told.stdout + told.stderr) == (0, "")


# nginx


def tool(name):
    found = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")
    return found or pytest.fail(f"{name} is not here: apt-get install nginx-light openssl", pytrace=False)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """The files of a certificate for 127.0.0.1, and of its key."""
    folder = tmp_path_factory.mktemp("certificates")
    made = folder / "causeway.pem", folder / "causeway.key"
    asked = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    asked += ["-addext", "subjectAltName=IP:127.0.0.1", "-out", made[0], "-keyout", made[1]]
    subprocess.run([tool("openssl"), "req", *asked], check=True, capture_output=True)
    return made


@contextmanager
def proxied(folder, certificate, upstream, *changes):
    """The ports for https and http of nginx with the example, its paths and ports filled in and these changes made."""
    https, http = free_port(), free_port()
    filled = NGINX
    for old, new in (
        ("/etc/causeway/certificates", str(certificate[0].parent)),
        ("127.0.0.1:8000", upstream),
        ("listen 443 ", f"listen 127.0.0.1:{https} "),
        ("listen 80;", f"listen 127.0.0.1:{http};"),
        *changes,
    ):
        assert old in filled, old
        filled = filled.replace(old, new)
    (folder / "causeway.conf").write_text(filled, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""
    around = f"{user} pid nginx.pid; events {{}} http {{ access_log access.log; {paths} include causeway.conf; }}"
    (folder / "nginx.conf").write_text(around, encoding="utf-8")
    said = folder / "error.log"
    command = [tool("nginx"), "-p", folder, "-c", folder / "nginx.conf", "-e", said, "-g", "daemon off;"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", https)) == 0:
                    break
            if process.poll() is not None:
                pytest.fail(f"nginx does not start:\n{said.read_text()}")
            time.sleep(0.05)
        yield https, http
    finally:
        process.terminate()
        process.wait(10)


def trusting(certificate):
    return ssl.create_default_context(cafile=certificate[0])


@pytest.fixture(scope="module")
def site(tmp_path_factory, certificate):
    """A client of the real service behind the real nginx."""
    folder = tmp_path_factory.mktemp("site")
    with (
        running(KG_PROXIES="1", KG_DATA=str(folder / "data")) as service,
        proxied(folder, certificate, service.removeprefix("http://")) as (https, http),
        httpx.Client(base_url=f"https://127.0.0.1:{https}", verify=trusting(certificate)) as client,
    ):
        client.plain = f"http://127.0.0.1:{http}"
        yield client


@pytest.mark.parametrize(
    ("path", "kind", "held"),
    [
        ("/kg/", "text/html", "Causeway"),
        ("/kg/explore", "text/html", "<h1"),
        ("/kg/explore?concept=rankl", "text/html", "RANKL"),
        ("/kg/api/v1/ask?question=what lowers RANKL?", "application/json", '"status":"answered"'),
        ("/kg/health/ready", "application/json", '"status":"ok"'),
        ("/kg/static/style.css", "text/css", "{"),
        ("/kg/static/app.js", "text/javascript", "/"),
        (f"/kg/api/v1/concepts/{quote(BASE + 'rankl', safe='')}", "application/json", "RANKL"),
    ],
)
def test_the_service_is_behind_nginx(site, path, kind, held):
    reply = site.get(path)
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith(kind)
    assert held in reply.text
    assert int(re.match(r"max-age=(\d+)$", reply.headers["strict-transport-security"])[1]) >= 31536000
    assert re.fullmatch(r"[0-9a-f]{32}", reply.headers["x-request-id"])


@pytest.mark.parametrize("path", ["/kg/", "/kg/explore?concept=rankl", "/kg/?q=what lowers RANKL?", "/kg/extend"])
def test_what_a_page_links_to_is_under_the_prefix(site, path):
    links = re.findall(r'\b(?:href|src|action)="(/[^"]*)"', site.get(path).text)
    assert links
    assert [link for link in links if not link.startswith("/kg/")] == []
    assert [link for link in {link for link in links if "/static/" in link} if site.get(link).status_code != 200] == []


def test_a_client_names_no_other_prefix_host_or_scheme(site):
    told = {"X-Forwarded-Prefix": "/else", "X-Forwarded-Host": "elsewhere.example", "X-Forwarded-Proto": "http"}
    reply = site.get("/kg/docs/scalar/", headers=told)
    assert reply.status_code == 308
    assert reply.headers["location"].startswith(("/kg/docs", f"{site.base_url}kg/docs"))


def test_plain_http_is_sent_to_tls(site):
    reply = httpx.get(f"{site.plain}/kg/explore?concept=rankl")
    assert reply.status_code == 308
    assert reply.headers["location"] == "https://127.0.0.1/kg/explore?concept=rankl"


def test_the_numbers_are_not_for_everybody(site):
    for path in ("/kg/metrics", "/kg/metrics/", "/kg/%6detrics", "/kg//metrics"):
        reply = site.get(path, follow_redirects=True)
        assert reply.status_code == 404, path
        assert "causeway_requests" not in reply.text


def test_a_body_too_large_is_refused(site):
    assert site.post("/kg/api/v1/ask", content=b" " * (2 * 1024**2 + 1)).status_code == 413
    assert site.post("/kg/api/v1/ask", json={"question": "what lowers RANKL?"}).status_code == 200


# nginx before a service that only listens


@contextmanager
def listening():
    with socket.create_server(("127.0.0.1", 0)) as service:
        service.settimeout(2)
        yield service, f"127.0.0.1:{service.getsockname()[1]}"


def half_a_body(port, certificate):
    plain = socket.create_connection(("127.0.0.1", port), timeout=5)
    sent = trusting(certificate).wrap_socket(plain, server_hostname="127.0.0.1")
    head = "POST /kg/api/v1/ask HTTP/1.1", "Host: a.example", "X-Forwarded-For: 192.0.2.9", "Content-Length: 8"
    sent.sendall("\r\n".join((*head, "", "half")).encode())
    return sent


def test_a_slow_body_does_not_reach_the_service(tmp_path, certificate):
    hurried = ("client_body_timeout 10s", "client_body_timeout 1s")
    with listening() as (service, address), proxied(tmp_path, certificate, address, hurried) as (port, _):
        with closing(half_a_body(port, certificate)) as slow:
            assert slow.recv(1) == b""  # closed by nginx
        with pytest.raises(TimeoutError):
            service.accept()
        with closing(half_a_body(port, certificate)) as whole:
            whole.sendall(b"more")
            came, _ = service.accept()
            with came:
                came.settimeout(5)
                data = b""
                while not data.endswith(b"\r\n\r\nhalfmore"):
                    data += came.recv(65536)
    head = data.partition(b"\r\n\r\n")[0]
    said = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert head.startswith(b"POST /api/v1/ask HTTP/1.1\r\n")
    assert {name: said[f"X-Forwarded-{name}"] for name in ("For", "Proto", "Host", "Port", "Prefix")} == {
        "For": "127.0.0.1",
        "Proto": "https",
        "Host": "a.example",
        "Port": str(port),
        "Prefix": "/kg",
    }


def test_one_address_has_so_many_requests_at_once(tmp_path, certificate):
    few = ("limit_conn causeway 64", "limit_conn causeway 2")
    with (
        listening() as (_, address),
        proxied(tmp_path, certificate, address, few) as (port, _),
        closing(half_a_body(port, certificate)),
        closing(half_a_body(port, certificate)),
    ):
        time.sleep(0.2)
        with closing(half_a_body(port, certificate)) as third:
            assert third.recv(4096).startswith(b"HTTP/1.1 429 ")


# What docs/running.md says


def test_the_files_named_are_there():
    named = set(re.findall(r"^\| `([\w.]+)` \| ", RUNNING.partition("Behind a proxy")[0], re.M))
    assert named | {"Dockerfile.dockerignore"} == {file.name for file in DEPLOY.iterdir() if file.is_file()}
    for link in re.findall(r"\]\(([^)#]+)", RUNNING):
        assert (ROOT / "docs" / link).exists(), link


def test_the_commands_named_are_there():
    named = set(re.findall(r"`kg (\w+)", RUNNING))
    assert named >= {"backup", "restore", "doctor", "token"}
    assert named <= main.commands.keys()
    assert any("--repair" in option.opts for option in main.commands["doctor"].params)


def test_the_addresses_and_numbers_named_are_there(client):
    for address in re.findall(r"^\| `(/[\w/]+)` \|", RUNNING, re.M):
        assert client.get(address).status_code == 200, address
    for name in re.findall(r"`(causeway_\w+)", RUNNING):
        assert name in client.get("/metrics").text


def test_the_limits_are_those_of_the_code():
    limits, settings = Limits(), Settings()
    kib, mib = 1024, 1024**2
    true = {
        "head of a request": [settings.head_seconds],
        "body of a request": [settings.body_seconds, 408],
        "size of a body": [LONGEST_BODY // kib, LONGEST_DOCUMENT // kib, 413],
        "bodies held at once, a worker": [limits.held // mib, 503],
        "work on a request": [settings.request_seconds, errors.STATUS[TookTooLong]],
        "wait for a thread": [settings.request_seconds, 503],
        "requests at work, a worker": [serving.THREADS],
        "requests that wait or work, a worker": [limits.waiting, 503],
        "connections, a worker": [serving.CONNECTIONS],
        "writes of a token": [settings.rate, BURST, errors.STATUS[TooMany]],
        "reads of an address": [settings.read_rate],
        "memory of a worker": [settings.memory],
    }
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| (?:`\w+` )?\|$", RUNNING.partition("## Limits")[2], re.M)
    told = {what: [int(number) for number in re.findall(r"\d+", limit)] for what, limit in rows}
    assert told == true


# The bill of materials


def test_each_package_of_the_lock_is_in_the_bill_once():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    bill = sbom.document(lock, kg.__version__)
    packages = [(part["name"], part["version"]) for part in bill["components"]]
    assert packages == re.findall(r"^([\w.-]+)==(\S+)", lock, re.M)
    assert len(set(packages)) == len(packages)
    hashes = [mark["content"] for part in bill["components"] for mark in part["hashes"]]
    assert hashes == re.findall(r"sha256:([0-9a-f]{64})", lock)


def test_the_bill_is_cyclonedx():
    bill = json.loads(subprocess.check_output([sys.executable, "deploy/sbom.py"], cwd=ROOT))
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert bill["metadata"]["component"]["version"] == kg.__version__
    references = [part["bom-ref"] for part in (bill["metadata"]["component"], *bill["components"])]
    assert len(set(references)) == len(references)
    for part in bill["components"]:
        assert part["type"] == "library"
        assert part["purl"] == f"pkg:pypi/{quote(part['name'])}@{quote(part['version'])}"
        assert all(mark["alg"] == "SHA-256" for mark in part["hashes"])


def test_the_bill_is_the_same_each_time():
    made = [subprocess.check_output([sys.executable, "deploy/sbom.py"], cwd=ROOT) for _ in range(2)]
    assert made[0] == made[1]


def test_a_line_that_is_no_package_is_told():
    with pytest.raises(ValueError, match="git"):
        sbom.document("git+https://example.org/a.git\n", "1")
