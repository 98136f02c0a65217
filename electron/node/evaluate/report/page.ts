import { html, raw } from 'hono/html';
import { pageStyle } from './pageStyle.ts';
import type { Results } from './results.ts';
import { factsOf, sectionsOf } from './sections.ts';
import type { Picture, Section, Table } from './table.ts';
import { oneLine, stripped } from './words.ts';

type Fragment = ReturnType<typeof html>;

/** The report as one page: no script, nothing fetched, works from a file. */
export async function pageOf(results: Results, sections: readonly Section[] = sectionsOf(results)): Promise<string> {
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Tandem: evaluation</title>
<style>${raw(pageStyle)}</style>
</head>
<body>
<header>
<h1>Evaluation</h1>
<p>${oneLine(modelsLine(results))}</p>
</header>
<main>
<section aria-labelledby="run"><h2 id="run">This run</h2>
<p id="command">Command</p>
<pre tabindex="0" role="region" aria-labelledby="command"><code>${stripped(results.command)}</code></pre>
<dl>${factsOf(results).map(([name, value]) => html`<div><dt>${name}</dt><dd>${oneLine(value)}</dd></div>`)}</dl>
<p>Beside this page: <code>results.json</code> (all figures, problem by problem), <code>table.md</code> and each picture as an SVG file.</p>
</section>
${results.notes.length > 0 ? html`<section aria-labelledby="notes"><h2 id="notes">Notes</h2><ul>${results.notes.map((note) => html`<li>${oneLine(note)}</li>`)}</ul></section>` : ''}
${sections.length > 1 ? html`<nav aria-label="Contents"><ul>${sections.map((section) => html`<li><a href="#${section.id}">${oneLine(section.title)}</a></li>`)}</ul></nav>` : ''}
${sections.map(sectionPart)}
</main>
</body>
</html>
`;
  return stripped(String(page));
}

function modelsLine({ models, data }: Results): string {
  return `${models.local.name}${models.expert ? ` with ${models.expert.name}` : ' alone'} on ${data.map((one) => one.name).join(', ') || 'no data'}`;
}

function sectionPart(section: Section): Fragment {
  return html`<section aria-labelledby="${section.id}"><h2 id="${section.id}">${oneLine(section.title)}</h2>
${section.intro ? html`<p>${section.intro}</p>` : ''}
${section.pictures.length > 0 ? html`<div class="pictures">${section.pictures.map((picture) => picturePart(picture, section.tables))}</div>` : ''}
${section.tables.map(tablePart)}
</section>
`;
}

function picturePart(picture: Picture, tables: readonly Table[]): Fragment {
  const table = tables.find((one) => one.id === picture.tableId);
  const svg = picture.svg.replace('<svg', '<svg aria-hidden="true"');
  return html`<figure>
<div class="wide" tabindex="0" role="img" aria-label="${oneLine(picture.alternative)}" aria-describedby="${picture.id}-how">${raw(svg)}</div>
<figcaption id="${picture.id}-how">${picture.caption}${table ? html` The figures: <a href="#${table.id}">${oneLine(table.title)}</a>.` : ''}</figcaption>
</figure>
`;
}

function tablePart(table: Table): Fragment {
  const rows = html`<div class="wide" tabindex="0" role="region" aria-label="${oneLine(table.title)}"><table>
<thead><tr>${table.columns.map((column) => html`<th scope="col"${column.isNumber ? raw(' class="number"') : ''}>${column.head}</th>`)}</tr></thead>
<tbody>${table.rows.map((row) => html`<tr>${row.map((cell, index) => html`<td${table.columns[index]?.isNumber ? raw(' class="number"') : ''}>${oneLine(cell)}</td>`)}</tr>
`)}</tbody>
</table></div>`;
  const note = table.note ? html`<p class="note">${table.note}</p>` : '';
  if (table.isFolded) return html`<details id="${table.id}"><summary>${oneLine(table.title)}</summary>${note}${rows}</details>`;
  return html`<h3 id="${table.id}">${oneLine(table.title)}</h3>${note}${rows}
`;
}
