/* What the search over arrays is measured against, and nothing else uses: the k best simple paths of at most `longest`
 * steps by grade, cost, length and nodes, by a plain loop. A sweep back from the target, half of the way, tells how many
 * steps are left from each node; then all ways from the source are followed that can still arrive in time. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SPAN 11

typedef struct { int64_t grade, cost, steps; int32_t way[SPAN]; } Path;

static uint8_t *left;   /* steps to the target and 1, 0 where it is further than the sweep went */
static int32_t *queue;

void prepare(int64_t nodes) {
    left = calloc(nodes, 1);
    queue = malloc(nodes * sizeof *queue);
}

static int before(const Path *a, const Path *b) {
    if (a->grade != b->grade) return a->grade < b->grade;
    if (a->cost != b->cost) return a->cost < b->cost;
    if (a->steps != b->steps) return a->steps < b->steps;
    for (int i = 0; i <= a->steps; i++)
        if (a->way[i] != b->way[i]) return a->way[i] < b->way[i];
    return 0;
}

int64_t search(const int64_t *start, const int32_t *head, const uint8_t *grade, const uint32_t *cost,
               const int64_t *back_start, const int32_t *back_tail, int32_t source, int32_t target, int64_t longest,
               int64_t k, Path *best) {
    int64_t swept = longest / 2, known = 0, low = 0, found = 0;
    queue[known++] = target;
    left[target] = 1;
    for (int64_t step = 1; step <= swept; step++) {
        int64_t high = known;
        for (; low < high; low++)
            for (int64_t at = back_start[queue[low]]; at < back_start[queue[low] + 1]; at++)
                if (!left[back_tail[at]]) {
                    left[back_tail[at]] = step + 1;
                    queue[known++] = back_tail[at];
                }
    }
    Path now = {0, 0, 0, {source}};
    int64_t edge[SPAN], grades[SPAN], costs[SPAN], depth = 0;
    edge[0] = start[source]; grades[0] = costs[0] = 0;
    while (depth >= 0) {
        int32_t node = now.way[depth];
        if (edge[depth] == start[node + 1]) { depth--; continue; }
        int64_t e = edge[depth]++, room = longest - depth - 1;
        int32_t next = head[e];
        if (room <= swept ? !left[next] || left[next] - 1 > room : 0) continue;
        int64_t g = grades[depth] > grade[e] ? grades[depth] : grade[e], c = costs[depth] + cost[e];
        if (found == k && (g > best[k - 1].grade || (g == best[k - 1].grade && c > best[k - 1].cost))) continue;
        int met = 0;
        for (int64_t i = 0; i <= depth; i++) met |= now.way[i] == next;
        if (met) continue;
        now.way[depth + 1] = next;
        if (next == target) {
            now.grade = g; now.cost = c; now.steps = depth + 1;
            if (found == k && !before(&now, &best[k - 1])) continue;
            int64_t at = found < k ? found++ : k - 1;
            while (at > 0 && before(&now, &best[at - 1])) { best[at] = best[at - 1]; at--; }
            best[at] = now;
        } else if (room > 0) {
            depth++;
            edge[depth] = start[next]; grades[depth] = g; costs[depth] = c;
        }
    }
    while (known) left[queue[--known]] = 0;
    return found;
}
