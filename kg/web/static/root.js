// Where the addresses of this site begin: '' at the top of a host, '/kg' under that prefix.
export const root = document.documentElement.dataset.root;
