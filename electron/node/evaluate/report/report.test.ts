import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readResults, resultsSchema, type ResultsInput } from './results.ts';
import { sampleResults as wholeSample } from './testing/sampleResults.ts';
import { writeReport } from './writeReport.ts';

/** Without the answers one by one, which take most of the time: what a right answer cost is left out. */
const sample0 = wholeSample();
const sampleResults = (): ResultsInput => ({ ...sample0, points: sample0.points.map((point) => ({ ...point, perProblem: [] })) });

let folder = '';
beforeEach(async () => { folder = await fs.mkdtemp(path.join(os.tmpdir(), 'tandem-report-')); });
afterEach(() => fs.rm(folder, { recursive: true, force: true }));
const read = (name: string): Promise<string> => fs.readFile(path.join(folder, name), 'utf8');

/** The sample with nothing measured. */
const empty = (): ResultsInput => ({ ...sampleResults(), points: [], figures: [], paired: [], scores: [], repairs: [], damages: [], examSizes: [], transfer: [], notes: [], head: null, callLog: null, data: [] });
/** One row of a Markdown table by how it begins, as cells. */
const cells = (markdown: string, start: string): readonly string[] => (markdown.split('\n').find((line) => line.startsWith(start)) ?? '').split(' | ');

describe('results.json', () => {
  test('comes back as it was written, the default filled in', async () => {
    const input = wholeSample();
    await writeReport(input, folder);
    const back = await readResults(path.join(folder, 'results.json'));
    expect(back).toEqual(resultsSchema.parse(input));
    expect(back.points[0]?.isAblation).toBe(false);
    expect(resultsSchema.parse(JSON.parse(JSON.stringify(back)))).toEqual(back);
  });

  test.each<[string, (sample: ResultsInput) => unknown]>([
    ['another version', (sample) => ({ ...sample, version: 2 })],
    ['an interval upside down', (sample) => ({ ...sample, transfer: [{ trainedOn: 'a', testedOn: 'b', auroc: { value: 0.5, low: 0.6, high: 0.4 }, ece: null }] })],
    ['percent instead of fractions', (sample) => ({ ...sample, points: sample.points.map((point) => ({ ...point, accuracy: { value: 57, low: 50, high: 64 } })) })],
    ['a figure that is no number', (sample) => ({ ...sample, examSizes: [{ label: 'x', problems: 1, steps: 1, auroc: Number.NaN, debiasedEce: null }] })],
    ['more right answers than questions', (sample) => ({ ...sample, points: sample.points.map((point) => ({ ...point, right: 61 })) })],
    ['a hash that is none', (sample) => ({ ...sample, data: [{ name: 'a', sha256: 'abc', problems: 1, skipped: 0 }] })],
  ])('refuses %s, and writes nothing', async (_what, change) => {
    const input = change(sampleResults());
    expect(resultsSchema.safeParse(input).success).toBe(false);
    await expect(writeReport(input as ResultsInput, folder)).rejects.toThrow();
    expect(await fs.readdir(folder)).toEqual([]);
  });

  test('a missing and a damaged file are said in words', async () => {
    await expect(readResults(path.join(folder, 'results.json'))).rejects.toMatchObject({ kind: 'notFound' });
    await fs.writeFile(path.join(folder, 'results.json'), '{"version":1');
    await expect(readResults(path.join(folder, 'results.json'))).rejects.toMatchObject({ kind: 'badInput' });
  });
});

describe('the files', () => {
  test('are all there, every picture is linked from the table, and the same results give the same files', async () => {
    const names = await writeReport(sampleResults(), folder);
    expect(names.toSorted()).toEqual((await fs.readdir(folder)).toSorted());
    expect(new Set(names).size).toBe(names.length);
    const markdown = await read('table.md');
    const pictures = names.filter((name) => name.endsWith('.svg'));
    for (const kind of ['accuracy-share-', 'accuracy-dollars-', 'accuracy-compute-', 'ablation-share-', 'auroc-', 'reliability-']) expect(pictures.filter((name) => name.startsWith(kind))).toHaveLength(2);
    for (const name of pictures) expect(markdown).toContain(`](${name})`);
    const before = await Promise.all(names.map(read));
    await writeReport(sampleResults(), folder);
    expect(await Promise.all(names.map(read))).toEqual(before);
  });

  test('stay in the folder, whatever the data is called', async () => {
    const sample = sampleResults();
    const names = await writeReport({ ...sample, points: ['../../x', '..\\..\\x', ''.padEnd(300, 'ü/')].flatMap((dataset) => sample.points.slice(0, 3).map((point) => ({ ...point, dataset }))) }, path.join(folder, 'new', 'out'));
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]+\.(json|md|html|svg)$/);
    expect(new Set(names).size).toBe(names.length);
    expect(await fs.readdir(folder)).toEqual(['new']);
  });
});

describe('the tables', () => {
  test('print figures with their intervals, and the paper’s beside them', async () => {
    const sample = sampleResults();
    const points = sample.points.map((point) => (point.policy === 'adaswitch' && point.dial === 0.1 && point.dataset === 'gsm8k_test'
      ? { ...point, accuracy: { value: 0.5123, low: 0.4, high: 0.625 }, share: { value: 0.2, low: 0.1, high: 0.3 }, flopsPerQuestion: { value: 2e12, low: 1e12, high: 3e12 }, usdPerQuestion: { value: 0.000_12, low: 0.0001, high: 0.0002 } }
      : point.policy === 'adaswitch' && point.dial === 0.9 ? { ...point, flopsPerQuestion: { value: 8e11, low: 7e11, high: 9e11 } } : point));
    await writeReport({ ...sample, points }, folder);
    const markdown = await read('table.md');
    expect(cells(markdown, '| adaswitch | 0.1').slice(3, 7)).toEqual(['51.2 % (40.0–62.5)', '20.0 % (10.0–30.0)', String.raw`\$0.120 (0.100–0.200)`, '2.00 TFLOPs (1.00–3.00)']);
    expect(cells(markdown, '| gsm8k_test | p = 0.1')).toEqual(['| gsm8k_test', 'p = 0.1', '51.2 % (40.0–62.5)', '20.0 % (10.0–30.0)', '2.00 TFLOPs (1.00–3.00)', '2.50 ×', '57.6 %', '121.8', '3.21 ×', 'Table 2 |']);
    expect(cells(markdown, '| gsm8k_test | p = 0.9').slice(-4)).toEqual(['48.5 %', '37.9', '1.00 ×', 'Table 2 |']);
    expect(cells(markdown, '| gsm8k_test | p = 0.5').slice(-4)).toEqual(['–', '–', '–', '– |']);
    expect(cells(markdown, '| gsm8k_test | local alone')).toContain('29.3 %');
    expect(cells(markdown, '| GSM8K | HERA')).toEqual(['| GSM8K', 'HERA', '46.7 %', '59.2 %', '84.6 % |']);
    expect(cells(markdown, '| gsm8k_test | requestLevel | 35.0').at(-1)).toBe('never reaches 90 % of the gap |');
    expect(markdown).toContain('+8.3 points (+1.2 to +15.1) | no |');
    expect(markdown).toContain('−0.4 points (−6.0 to +5.2) | yes |');
    expect(/NaN|undefined|Infinity|\[object/.exec(markdown)).toBeNull();
  });

  test('say what a right answer cost, and how much less than with the expert, over the same problems', async () => {
    const sample = sampleResults();
    const one = sample.points.find((point) => point.dataset === 'gsm8k_test' && point.policy === 'localOnly');
    if (one === undefined) throw new Error('The sample has no localOnly.');
    const spending = (policy: string, usd: number, ids: readonly string[]) => ({ ...one, policy, perProblem: ids.map((id) => ({ id, right: true, steps: 1, expertSteps: 1, usd, flops: null, ms: 1 })) });
    // Only the two that both have count for "times less".
    await writeReport({ ...sample, points: [spending('adaswitch', 0.002, ['a', 'b']), spending('expertOnly', 0.006, ['a', 'b', 'c'])] }, folder);
    expect(cells(await read('table.md'), '| gsm8k_test | adaswitch | –')).toEqual(['| gsm8k_test', 'adaswitch', '–', String.raw`\$2.00 (2.00–2.00)`, '3.00 × (3.00–3.00)', '–', '– |']);
  });

  test('say nothing of the papers where the data is another', async () => {
    const sample = sampleResults();
    const elsewhere = <T extends { readonly dataset: string }>(rows: readonly T[]) => rows.map((row) => ({ ...row, dataset: 'processbench_gsm8k' }));
    await writeReport({ ...sample, points: elsewhere(sample.points.slice(0, 8)), figures: elsewhere(sample.figures) }, folder);
    const markdown = await read('table.md');
    expect(markdown).not.toContain('| GSM8K |');
    expect(markdown).not.toContain('57.6');
  });
});

describe('what was not measured', () => {
  test('has no section, no picture and no figure', async () => {
    expect(await writeReport(empty(), folder)).toEqual(['results.json', 'table.md', 'index.html']);
    const page = await read('index.html');
    expect([...page.matchAll(/<h2[^>]*>([^<]*)</g)].map(([, title]) => title)).toEqual(['This run', 'Models and data']);
    expect(page).not.toContain('<svg');
    expect(/HERA|AdaSwitch|Notes|Gate|Call log/.exec(page)).toBeNull();
  });

  test.each(['points', 'figures', 'paired', 'scores', 'repairs', 'damages', 'examSizes', 'transfer'] as const)('each of its own: only %s', async (key) => {
    await writeReport({ ...empty(), [key]: sampleResults()[key] }, folder);
    const page = await read('index.html');
    expect(/NaN|undefined|Infinity|\[object/.exec(page)).toBeNull();
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    for (const id of targets) expect(page).toContain(`id="${id ?? ''}"`);
  });

  test('prices, sizes and areas that are null are dashes and draw nothing', async () => {
    const sample = sampleResults();
    const names = await writeReport({
      ...sample, models: { ...sample.models, expert: null },
      points: sample.points.map((point) => ({ ...point, usdPerQuestion: null, flopsPerQuestion: null, secondsPerQuestion: null, perProblem: [] })),
      scores: sample.scores.map((score) => ({ ...score, auroc: null, aurocWithin: null, auprc: null, debiasedEce: null, perfectEce: null, brierSkill: null, reliability: [] })),
    }, folder);
    expect(names.filter((name) => /dollars|compute|auroc|reliability/.test(name))).toEqual([]);
    const markdown = await read('table.md');
    expect(/NaN|undefined|null/.exec(markdown)).toBeNull();
    expect(markdown).not.toContain('What a right answer cost');
    expect(cells(markdown, '| localOnly').slice(-4)).toEqual(['–', '–', '–', '– |']);
  });
});

describe('the page', () => {
  test('needs nothing from outside and runs nothing', async () => {
    await writeReport(sampleResults(), folder);
    const page = await read('index.html');
    expect(/<(script|link|iframe|object|embed|img|image|base|form)\b/i.exec(page)).toBeNull();
    expect(/\s(src|srcset|xlink:href|on[a-z]+)\s*=/i.exec(page)).toBeNull();
    expect(/https?:|url\(|@import|javascript:/i.exec(page)).toBeNull();
    expect([...page.matchAll(/href="([^"]*)"/g)].every(([, target]) => target?.startsWith('#'))).toBe(true);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).toMatch(/light-dark\([^)]+\)/);
    expect(page).toContain('@media print');
  });

  test('holds the command, the hashes and the notes', async () => {
    const sample = sampleResults();
    await writeReport(sample, folder);
    const page = await read('index.html');
    const command = page.slice(page.indexOf('<pre'), page.indexOf('</pre>')).replaceAll('&#39;', "'");
    expect(command).toContain(sample.command);
    for (const hash of [...sample.data.map((one) => one.sha256), sample.models.local.sha256, sample.callLog?.sha256, sample.program.commit]) expect(page).toContain(hash);
    for (const note of sample.notes) expect(page).toContain(note);
  });

  test('gives each picture a text with its figures and a table; names of elements stand once', async () => {
    await writeReport(sampleResults(), folder);
    const page = await read('index.html');
    const figures = page.match(/<figure>[\s\S]*?<\/figure>/g) ?? [];
    expect(figures.length).toBe(12);
    for (const figure of figures) {
      expect(figure).toMatch(/role="img" aria-label="[^"]*\d[^"]*"/);
      const table = /href="#([^"]+)"/.exec(figure)?.[1] ?? '';
      expect(page).toMatch(new RegExp(`<(h3|details) id="${table}">`));
    }
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('hostile names', () => {
  const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'|\`\u0000\u202e\n# x & </svg></style> [a](javascript:b)`;

  test('stay text in the page, the table and the pictures', async () => {
    const sample = sampleResults();
    const named = <T extends object>(rows: readonly T[], change: Partial<T>) => rows.map((row) => ({ ...row, ...change }));
    const expert = sample.models.expert ?? null;
    const names = await writeReport({
      ...sample, command: `\`\`\`\n${evil}`, machine: evil, notes: [evil], program: { version: evil, commit: evil },
      data: named(sample.data, { name: evil }), models: { local: { ...sample.models.local, name: evil, id: evil, profile: evil }, expert: expert && { ...expert, name: evil, id: evil, profile: evil, via: evil } },
      head: { key: evil, data: evil, examiner: evil, problems: 1, steps: 1 }, callLog: { file: evil, sha256: 'c'.repeat(64), calls: 1 },
      points: sample.points.slice(0, 8).flatMap((point, at) => [{ ...point, dataset: evil, policy: at > 5 ? `${evil}${at}` : point.policy }, { ...point, dataset: evil, policy: evil, isAblation: true }]),
      figures: named(sample.figures, { policy: evil, dataset: evil, why: evil }), paired: named(sample.paired, { a: evil, b: evil, dataset: evil }), scores: named(sample.scores, { name: evil, dataset: evil }),
      repairs: named(sample.repairs, { dataset: evil }), damages: named(sample.damages, { dataset: evil }), examSizes: named(sample.examSizes, { label: evil }), transfer: named(sample.transfer, { trainedOn: evil, testedOn: evil }),
    }, folder);
    const page = await read('index.html');
    const pictures = await Promise.all(names.filter((name) => name.endsWith('.svg')).map(read));
    expect(pictures.length).toBeGreaterThan(4);
    // Matches and not the whole text: a failure must be readable.
    for (const text of [page, ...pictures]) {
      expect(/<(script|img)/i.exec(text)).toBeNull();
      // oxlint-disable-next-line no-control-regex -- none may be left
      expect(/[\u0000-\u0008\u202e]/.exec(text)).toBeNull();
      // Every attribute that a tag holds is one of ours.
      for (const [tag] of text.matchAll(/<[a-z][^<>]*>/gi)) expect(tag.replaceAll(/"[^"]*"/g, '')).not.toMatch(/onerror|alert/);
      expect(text.match(/<svg\b/g)?.length ?? 0).toBe(text.match(/<\/svg>/g)?.length ?? 0);
      expect(text.match(/<style\b/g)).toHaveLength(1);
      expect(text.match(/<\/style>/g)).toHaveLength(1);
    }
    expect(page).toContain('&lt;script&gt;alert(1)');
    const markdown = await read('table.md');
    const outside = markdown.replace(/^(`{4,})sh\n[\s\S]*?\n\1$/m, '');
    expect(outside).not.toBe(markdown);
    expect(/(?<!\\)<(script|img)/.exec(outside)).toBeNull();
    expect(/(?<!\\)\]\((?!(accuracy|ablation|auroc|reliability)-[a-z0-9-]+\.svg\))/.exec(outside)).toBeNull();
    expect(outside.split('\n').filter((line) => line.startsWith('# '))).toEqual(['# Evaluation']);
    for (const line of outside.split('\n').filter((one) => one.includes('onerror') && one.startsWith('| '))) expect(line.replaceAll(String.raw`\|`, '').split('|').length).toBeGreaterThan(3);
  });
});

describe('a picture on its own', () => {
  test('needs no page: colours written out, dark ones in its style, its words in its title', async () => {
    const names = await writeReport(sampleResults(), folder);
    for (const name of names.filter((one) => one.endsWith('.svg'))) {
      const svg = await read(name);
      expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*role="img"/);
      expect(svg).not.toContain('var(--');
      expect(/NaN|undefined|Infinity/.exec(svg)).toBeNull();
      expect(svg).toContain('prefers-color-scheme:dark');
      expect(svg).toMatch(/<title>[^<]*\d[^<]*<\/title>/);
    }
  });

  test('draws a band along every curve, bars at points that stand alone, and each policy in the legend', async () => {
    await writeReport(sampleResults(), folder);
    const svg = await read('accuracy-share-1-gsm8k-test.svg');
    // Six curves with several dials; three single points.
    expect(svg.match(/fill-opacity="0\.(07|18)"/g)).toHaveLength(6);
    expect(svg.match(/stroke-opacity="0\.65"/g)).toHaveLength(6);
    for (const policy of ['localOnly', 'expertOnly', 'adaswitch', 'random', 'logProb', 'requestLevel', 'selfCheck', 'steer', 'oracle']) expect(svg).toContain(`>${policy}<title>${policy}</title>`);
  });

  test('a bar below chance goes to the left of 0.5', async () => {
    const sample = sampleResults();
    const [score] = sample.scores;
    if (score === undefined) throw new Error('The sample has no score.');
    await writeReport({ ...sample, scores: [{ ...score, auroc: { value: 0.3, low: 0.2, high: 0.4 }, aurocWithin: null }] }, folder);
    const svg = await read('auroc-1-gsm8k-test.svg');
    expect(svg).toContain('0.300 (0.200–0.400)');
    const width = /<rect [^>]*width="([\d.]+)"[^>]*x=|<rect [^>]*x="[\d.]+"[^>]*width="([\d.]+)"/.exec(svg.slice(svg.indexOf('fill-opacity="0.55"')));
    expect(Number(width?.[1] ?? width?.[2])).toBeGreaterThan(20);
  });
});
