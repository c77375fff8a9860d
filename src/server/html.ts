/** Escapes text for HTML. */
export function escapeHtml(text: string | number): string {
  return `${text}`.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Headers of a page that loads nothing from anywhere. */
export const PAGE_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
} as const

const STYLE = `
:root{color-scheme:light dark;--ink:#1c2b33;--dim:#5b6c75;--line:#d8e0e3;--paper:#fff;--wash:#f3f7f8;--link:#0b6e74}
@media(prefers-color-scheme:dark){:root{--ink:#e3ecef;--dim:#93a5ad;--line:#2d3b42;--paper:#12191d;--wash:#1a2429;--link:#5cc8cd}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:2.5rem 1.25rem 4rem;font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
h1{margin:0;font-size:1.9rem;letter-spacing:-.02em}h2{margin:2.5rem 0 .75rem;font-size:1.15rem}
p{margin:.4rem 0;max-width:44rem}a{color:var(--link)}.dim{color:var(--dim)}
code{font:.875em ui-monospace,monospace;overflow-wrap:anywhere}
dl.counts{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.75rem 0 0}
dl.counts div{flex:1 1 9rem;padding:.8rem 1rem;border:1px solid var(--line);border-radius:.5rem;background:var(--wash)}
dt{color:var(--dim);font-size:.85rem}dd{margin:0;font-size:1.45rem;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{padding:.5rem .9rem .5rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{color:var(--dim);font-weight:500;font-size:.85rem}td.number{text-align:right;font-variant-numeric:tabular-nums}
.verb{padding:.1rem .45rem;border-radius:.25rem;background:var(--link);color:var(--paper);font:600 .75rem ui-monospace,monospace}
section{margin-top:2rem;padding-top:.5rem;border-top:1px solid var(--line)}section h3{margin:.75rem 0 .25rem;font-size:1rem}
`

/** A whole page, with its style in it. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`
}
