// What a process and its children take of the machine, as Linux tells it.
import { readFileSync } from 'node:fs'

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
  for (const member of tree(pid)) kilobytes += anonymousKilobytes(member)
  return kilobytes * 1024
}

/** Nothing of a process that has ended. */
function anonymousKilobytes(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    return Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1] ?? 0)
  } catch {
    return 0
  }
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

/** A process and what it and its children have started. */
function tree(root) {
  const members = [root]
  for (const pid of members) members.push(...childrenOf(pid))
  return members
}

function childrenOf(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1')
    return children.split(' ').filter(Boolean).map(Number)
  } catch {
    // It has ended.
    return []
  }
}

/** The fields of /proc/PID/stat after the name, which may hold spaces: state, parent ... */
function statOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return text.slice(text.lastIndexOf(') ') + 2).split(' ')
}
