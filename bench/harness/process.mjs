// What a process and its children take of the machine, as Linux tells it.
import { readdirSync, readFileSync } from 'node:fs'

/** CPU seconds of a process and of its living children, in steps of 10 ms. */
export function cpuSeconds(pid) {
  let ticks = 0
  for (const member of tree(pid)) {
    const [user, system] = statOf(member).slice(11, 13).map(Number)
    ticks += user + system
  }
  return ticks / 100
}

/** Memory of a process and its children: catalog and packs are mapped or cached, and no part of it. */
export function anonymousBytes(pid) {
  let kilobytes = 0
  for (const member of tree(pid)) {
    const status = readFileSync(`/proc/${member}/status`, 'utf8')
    kilobytes += Number(/RssAnon:\s+(\d+) kB/.exec(status)[1])
  }
  return kilobytes * 1024
}

/** The most memory that was seen until `stop` is called, looked at 20 times a second. */
export function watchMemory(pid) {
  let peak = anonymousBytes(pid)
  const timer = setInterval(() => {
    peak = Math.max(peak, anonymousBytes(pid))
  }, 50)
  return {
    stop() {
      clearInterval(timer)
      return peak
    },
  }
}

function tree(root) {
  const members = [root]
  const parents = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      parents.set(Number(name), Number(statOf(name)[1]))
    } catch {
      // It has ended since the folder was read.
    }
  }
  for (const member of members) {
    for (const [pid, parent] of parents) if (parent === member) members.push(pid)
  }
  return members
}

/** The fields of /proc/PID/stat after the name, which may hold spaces: state, parent ... */
function statOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return text.slice(text.lastIndexOf(') ') + 2).split(' ')
}
