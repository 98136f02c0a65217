/** Markdown with everything in it. */
export const richText = `## Bayes in one line

For a hypothesis \\(H\\) and data \\(D\\):

\\[ P(H \\mid D) = \\frac{P(D \\mid H)\\,P(H)}{P(D)} \\]

- **Prior**: what was believed before
- *Likelihood*: how well the data fit, about $5 a sample

\`\`\`python
def posterior(prior: float, hit: float, false_alarm: float) -> float:
    evidence = prior * hit + (1 - prior) * false_alarm
    return prior * hit / evidence
\`\`\`

| prior | posterior |
|---|---|
| 0.01 | 0.083 |
| 0.10 | 0.50 |

> See the [original essay](https://arxiv.org/abs/1) and use \`posterior(0.1, 0.9, 0.1)\`.`;

/** Text that tries to load, run or open something. */
export const hostileText = `Look: ![pixel](https://evil.example/pixel.png) ![data](data:image/svg+xml;base64,PHN2Zy8+)

<img src="https://evil.example/x.png" onerror="document.title='owned'"> <script>document.title = 'owned'</script>
<iframe src="https://evil.example"></iframe> <style>body { display: none }</style> <form action="https://evil.example"><input name="q"></form>

[click](javascript:document.title='owned') [data](data:text/html,<script>1</script>) [file](file:///etc/passwd) [plain](http://evil.example) [app](app://tandem/) [relative](/secret) [fine](https://arxiv.org/abs/2410.13181)

<a href="https://evil.example" onclick="document.title='owned'">raw link</a> **bold <b onmouseover=alert(1)>x</b>**

\`\`\`html
<img src="https://evil.example/code.png" onerror="document.title='owned'"><script>document.title = 'owned'</script></code></pre>
\`\`\`

$$\\href{javascript:alert(1)}{x}$$ $$\\includegraphics{https://evil.example/y.png}$$ $$\\htmlStyle{background:url(https://evil.example/z)}{x}$$`;
