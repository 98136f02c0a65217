import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { TandemError } from '../../../../shared/errors.ts';
import { setupScript } from './setupScript.ts';

export interface SandboxLimits {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly memoryBytes: number;
  readonly outputBytes: number;
}
export const defaultLimits: SandboxLimits = { cpuSeconds: 5, wallSeconds: 15, memoryBytes: 512 * 1024 * 1024, outputBytes: 64 * 1024 };

export interface SandboxResult {
  /** `ended`: by itself. The others: stopped at a limit. */
  readonly end: 'ended' | 'cpuLimit' | 'wallLimit' | 'outputLimit' | 'killed';
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PythonSandbox {
  run(program: string, limits?: Partial<SandboxLimits>, signal?: AbortSignal): Promise<SandboxResult>;
}

const execute = promisify(execFile);
const cannot = (reason: string, cause?: unknown): TandemError =>
  new TandemError('notPermitted', `Programs written by a model are run only in a sandbox, and none can be had here: ${reason}. Nothing was run; leave HumanEval out, or run it on a Linux machine that allows namespaces.`, { cause });

/**
 * A sandbox for Python programs: Linux namespaces without network, without the machine's files, as a user without
 * rights, with limits on processor time, memory, processes, file size, output and time.
 * It is proved before it is handed out: a first program must find no network, no home folder and no way to write.
 * @throws TandemError `notPermitted` where that cannot be had; never falls back to running without
 */
export async function openPythonSandbox(): Promise<PythonSandbox> {
  if (process.platform !== 'linux') throw cannot(`it needs Linux, and this is ${process.platform}`);
  const python = await findPython();
  const sandbox: PythonSandbox = { run: (program, limits, signal) => runSandboxed(python, program, { ...defaultLimits, ...limits }, signal) };
  const proof = await sandbox.run(proofProgram);
  if (proof.end !== 'ended' || proof.code !== 0 || proof.stdout.trim() !== 'closed') {
    const words = proof.stderr.trim().split('\n').findLast((line) => !line.includes('dmesg')) ?? '';
    throw cannot(`the closed room could not be set up (${words === '' ? 'its proof failed' : words.slice(0, 160)})`);
  }
  return sandbox;
}

interface Python { readonly prefix: string; readonly executable: string }

async function findPython(): Promise<Python> {
  for (const tool of ['unshare', 'setpriv', 'prlimit', 'pivot_root', 'mount']) {
    if (!(process.env['PATH'] ?? '').split(path.delimiter).concat('/usr/sbin', '/sbin').some((folder) => fs.existsSync(path.join(folder, tool)))) throw cannot(`the program "${tool}" is missing`);
  }
  try {
    // The real file: a launcher like pyenv's would need the whole home folder.
    const { stdout } = await execute('python3', ['-I', '-c', 'import os, sys; print(sys.base_prefix); print(os.path.realpath(sys.executable))']);
    const [prefix, executable] = stdout.trim().split('\n');
    if (prefix && executable) return { prefix: fs.realpathSync(prefix), executable };
  } catch (cause) {
    throw cannot('python3 is missing', cause);
  }
  throw cannot('python3 does not say where it lies');
}

async function runSandboxed(python: Python, program: string, limits: SandboxLimits, signal?: AbortSignal): Promise<SandboxResult> {
  signal?.throwIfAborted();
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-room-'));
  const isRoot = process.getuid?.() === 0;
  const namespaces = [...(isRoot ? [] : ['--user', '--map-root-user']), '--mount', '--net', '--pid', '--ipc', '--uts', '--fork', '--kill-child'];
  const child = spawn('unshare', [
    ...namespaces, '/bin/sh', '-c', setupScript, 'sh', root, python.prefix, python.executable, String(limits.cpuSeconds), String(limits.memoryBytes), isRoot ? '65534' : '',
  ], { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' }, cwd: '/', detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  try {
    return await follow(child, program, limits, signal);
  } finally {
    // Mounts live in the room's own namespace, so here the folder is empty.
    fs.rmSync(root, { recursive: true, force: true });
  }
}

function follow(child: ReturnType<typeof spawn>, program: string, limits: SandboxLimits, signal?: AbortSignal): Promise<SandboxResult> {
  return new Promise((resolve, reject) => {
    let stopped: SandboxResult['end'] | 'aborted' | null = null;
    const texts = { stdout: '', stderr: '' };
    const stop = (why: SandboxResult['end'] | 'aborted') => {
      stopped ??= why;
      // The first process of the process namespace dies with `unshare`, and everything in it dies with the first.
      try { if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL'); } catch { /* it has ended already */ }
    };
    const timer = setTimeout(() => stop('wallLimit'), limits.wallSeconds * 1000);
    const onAbort = () => stop('aborted');
    signal?.addEventListener('abort', onAbort, { once: true });
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (text: string) => {
        texts[name] += text;
        if (texts[name].length <= limits.outputBytes) return;
        texts[name] = texts[name].slice(0, limits.outputBytes);
        stop('outputLimit');
      });
    }
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      finish();
    };
    child.on('error', (cause) => settle(() => reject(cannot('"unshare" does not start', cause))));
    child.on('close', (code, killedBy) => settle(() => {
      if (stopped === 'aborted') reject(new TandemError('cancelled', 'Stopped. The program in the sandbox was ended.'));
      // The room's shell gives 128 + the signal: SIGXCPU is 24, SIGKILL 9 (the machine ran short, or SIGXCPU was ignored).
      else resolve({ end: stopped ?? (code === 152 ? 'cpuLimit' : code === 137 || killedBy !== null ? 'killed' : 'ended'), code, ...texts });
    }));
    child.stdin?.on('error', () => undefined).end(program);
  });
}

/** Says `closed` only if there is no network, no file of the machine and nothing to write to outside /tmp. */
const proofProgram = `
import os, socket
names = [name for _, name in socket.if_nameindex()]
assert [n for n in names if n not in ("lo", "tunl0", "sit0", "ip6tnl0", "gre0", "gretap0", "erspan0", "ip_vti0", "ip6_vti0", "ip6gre0")] == [], "network: " + ",".join(names)
assert not [d for d in ("/home", "/var", "/work", "/mnt", "/media", "/run", "/sys") if os.path.exists(d)], "files"
for place in ("/x", "/usr/x", "/etc/x", "/dev/x"):
    try:
        open(place, "w")
        raise SystemExit("writable: " + place)
    except OSError:
        pass
status = dict(line.split(":", 1) for line in open("/proc/self/status")) if os.path.exists("/proc/self/status") else {}
assert int(status.get("CapEff", "0").strip(), 16) == 0, "capabilities"
print("closed")
`;
