import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { programOf, scoreHumanEval, type CodeProblem } from './humanEval.ts';
import { openPythonSandbox, type PythonSandbox } from './pythonSandbox.ts';

/** Where the machine gives none, there is only the refusal to be tested. */
const opened: PythonSandbox | Error = await openPythonSandbox().catch((error: unknown) => error as Error);
const sandbox = opened instanceof Error ? null : opened;
const problem: CodeProblem = {
  kind: 'code', dataset: 'humanEval', id: 'Own/0', documents: [], question: 'import math\n\ndef double(n):\n    """Twice n."""\n', entryPoint: 'double', solution: '    return 2 * n\n',
  tests: 'def check(candidate):\n    assert candidate(4) == 8\n    assert candidate(-1) == -2\n',
};

describe.runIf(sandbox === null)('without a sandbox', () => {
  it('says so and runs nothing', () => expect(opened).toMatchObject({ name: 'TandemError', kind: 'notPermitted' }));
});

describe.runIf(sandbox !== null)('the sandbox', () => {
  const run: PythonSandbox['run'] = (program, limits, signal) => {
    if (!sandbox) throw new Error('no sandbox');
    return sandbox.run(program, limits, signal);
  };

  it('runs a program and gives its output and exit code', async () => {
    expect(await run('print(6 * 7)')).toMatchObject({ end: 'ended', code: 0, stdout: '42\n' });
    expect(await run('raise SystemExit(3)')).toMatchObject({ end: 'ended', code: 3 });
    expect(await run('import json, math, typing, collections, re; 1 / 0')).toMatchObject({ end: 'ended', code: 1, stderr: expect.stringContaining('ZeroDivisionError') });
  });

  it('ends an infinite loop by its processor time', async () => {
    expect(await run('while True: pass', { cpuSeconds: 1 })).toMatchObject({ end: 'cpuLimit' });
    const stubborn = 'import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass';
    expect(await run(stubborn, { cpuSeconds: 1 })).toMatchObject({ end: 'killed' });
  });
  it('ends a program that only waits', async () => expect(await run('import time\ntime.sleep(600)', { wallSeconds: 1 })).toMatchObject({ end: 'wallLimit' }));
  it('ends a flood of output', async () => {
    const result = await run('while True: print("x" * 1000)', { outputBytes: 10_000 });
    expect(result.end).toBe('outputLimit');
    expect(result.stdout.length).toBeLessThanOrEqual(10_000);
  });

  it('stops a fork bomb at a few processes, and none of them outlives it', async () => {
    const mark = `bomb${process.pid}`.slice(0, 15);
    const result = await run(`
import ctypes, os, time
ctypes.CDLL(None).prctl(15, b"${mark}", 0, 0, 0)
started = 0
try:
    for _ in range(10000):
        if os.fork() == 0:
            time.sleep(600)
            os._exit(0)
        started += 1
except OSError:
    pass
print("started", started, open("/proc/self/comm").read(), flush=True)
os._exit(0)`);
    expect(result.stdout).toContain(mark);
    const started = Number(/started (\d+)/.exec(result.stdout)?.[1]);
    expect(started).toBeGreaterThan(2);
    expect(started).toBeLessThan(40);
    const left = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
      try { return fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === mark; } catch { return false; }
    });
    expect(left).toEqual([]);
  });

  it('stops a memory hog', async () => {
    expect(await run('x = "a" * (2 * 1024 ** 3)', { memoryBytes: 256 * 1024 * 1024 })).toMatchObject({ code: 1, stderr: expect.stringContaining('MemoryError') });
  });

  it('has no network, not even this machine', async () => {
    const heard: string[] = [];
    const server = net.createServer((socket) => { heard.push('called'); socket.destroy(); });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    onTestFinished(() => { server.close(); });
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const result = await run(`
import socket
for target in (("127.0.0.1", ${port}), ("1.1.1.1", 53)):
    try:
        socket.create_connection(target, timeout=2)
        print("connected")
    except OSError as error:
        print("refused")
`);
    expect(result.stdout).toBe('refused\nrefused\n');
    expect(heard).toEqual([]);
  });

  it('neither reads nor writes outside: this file is not there, a file in the temporary folder never appears', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-outside-'));
    onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
    const target = path.join(folder, 'written');
    const result = await run(`
import os
for path in (${JSON.stringify(target)}, "/usr/written", "/etc/written", "/written"):
    try:
        open(path, "w").write("x"); print("wrote")
    except OSError:
        print("refused")
print(os.path.exists(${JSON.stringify(import.meta.filename)}), os.path.exists("/etc/passwd"), os.path.exists(${JSON.stringify(os.homedir())} + "/.ssh"))
open("/tmp/mine", "w").write("x")
try:
    open("/tmp/big", "wb").write(b"x" * 50_000_000); print("big")
except OSError:
    print("small")
`);
    expect(result.stdout).toMatch(/^(?:refused\n){4}False False False\nsmall\n$/);
    expect(fs.existsSync(target)).toBe(false);
    expect(await run('import os; print(os.listdir("/tmp"))')).toMatchObject({ stdout: '[]\n' });
  });

  it('sees no environment, no privileges and no other processes', async () => {
    const result = await run('import os\nprint(sorted(os.environ))\nprint(len([p for p in os.listdir("/proc") if p.isdigit()]), "processes")\nprint(open("/proc/self/status").read().count("CapEff:\\t0000000000000000"))');
    expect(result.stdout).not.toMatch(/HOME|KEY|TOKEN|USER/);
    expect(result.stdout).toContain('2 processes\n1\n');
    const mount = await run('import ctypes; print(ctypes.CDLL(None).mount(b"none", b"/tmp", b"tmpfs", 0, None), ctypes.CDLL(None).unshare(0x10000000 | 0x20000))');
    expect(mount.stdout).toMatch(/^-1 /);
  });

  it('can be stopped', async () => {
    const stop = new AbortController();
    const running = run('while True: pass', {}, stop.signal);
    stop.abort();
    await expect(running).rejects.toMatchObject({ kind: 'cancelled' });
    await expect(run('print(1)', {}, stop.signal)).rejects.toThrow();
  });

  it('leaves no folder behind', async () => {
    const rooms = () => fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith('tandem-room-'));
    await run('pass');
    expect(rooms()).toEqual([]);
  });

  it('scores HumanEval: right, wrong, broken, endless, and one that pretends', async () => {
    if (!sandbox) throw new Error('no sandbox');
    expect(await scoreHumanEval(problem, problem.solution, sandbox)).toEqual({ passed: true, why: 'the tests pass' });
    expect(await scoreHumanEval(problem, '```python\ndef double(n):\n    return n + n\n```', sandbox)).toMatchObject({ passed: true });
    expect(await scoreHumanEval(problem, '    return n\n', sandbox)).toEqual({ passed: false, why: 'AssertionError' });
    expect(await scoreHumanEval(problem, '    return (\n', sandbox)).toMatchObject({ passed: false, why: expect.stringContaining('SyntaxError') });
    expect(await scoreHumanEval(problem, '    import os\n    os._exit(0)\n', sandbox)).toEqual({ passed: false, why: 'it ended before the tests did' });
    expect(await scoreHumanEval(problem, '    raise SystemExit(0)\n', sandbox)).toMatchObject({ passed: false });
  });
});

describe('the program of an answer', () => {
  it('is the prompt with the completion', () => expect(programOf(problem, '    return 2 * n\n')).toBe(`${problem.question}    return 2 * n\n`));
  it('is the block that defines the function, behind the prompt', () => {
    const program = programOf(problem, 'First:\n```\nx = 1\n```\nThen:\n```python\ndef double(n):\n    return 2 * n\n```\nDone.');
    expect(program).toBe(`${problem.question}    pass\n\ndef double(n):\n    return 2 * n\n`);
  });
});
