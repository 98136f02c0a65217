/**
 * Run as the first program of new namespaces (mount, process, network, IPC, host name): builds a root of nothing but
 * the system's programs and Python, read-only, with a small empty /tmp, leaves the machine's own files behind for
 * good (`pivot_root`), and starts Python without any privilege under hard limits. Any failure before ends it: there is
 * no way on to Python past a step that did not work. It stays as the first process, so that what Python leaves behind
 * dies with it and a death by signal becomes an exit code.
 *
 * Arguments: an empty folder to build in, Python's prefix, Python, CPU seconds, bytes of memory, user to become ('' to
 * stay).
 */
export const setupScript = `
set -eu
root="$1"; prefix="$2"; python="$3"; seconds="$4"; bytes="$5"; user="$6"
mount --make-rprivate /
mount -t tmpfs -o size=32m,mode=755,nosuid,nodev tmpfs "$root"
bind() {
  mkdir -p "$root$1"
  mount --rbind "$1" "$root$1"
  mount -o remount,bind,ro,nosuid "$root$1"
}
for dir in /usr /bin /lib /lib64 /lib32 /sbin; do
  if [ -L "$dir" ]; then cp -P "$dir" "$root$dir"
  elif [ -d "$dir" ]; then bind "$dir"
  fi
done
case "$prefix" in /usr|/usr/*) ;; *) bind "$prefix" ;; esac
mkdir -p "$root/dev" "$root/proc" "$root/etc" "$root/tmp"
for device in null zero urandom; do touch "$root/dev/$device"; mount --bind "/dev/$device" "$root/dev/$device"; done
if [ -f /etc/ld.so.cache ]; then cp /etc/ld.so.cache "$root/etc/ld.so.cache"; fi
mount -t tmpfs -o size=8m,mode=1777,nosuid,nodev tmpfs "$root/tmp"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc" 2>/dev/null || true
mount -o remount,bind,ro,nosuid,nodev "$root"
cd "$root"
pivot_root . .
umount -l .
cd /tmp
set +e
setpriv \${user:+--reuid="$user" --regid="$user" --clear-groups} --no-new-privs --inh-caps=-all --bounding-set=-all \\
  prlimit --cpu="$seconds:$((seconds + 2))" --as="$bytes" --data="$bytes" --nproc=24 --nofile=32 --fsize=4194304 --core=0 \\
  "$python" -I -B -
exit $?
`;
