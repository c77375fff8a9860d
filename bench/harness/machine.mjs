// What the figures were taken on, without the machine's name.
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'

export function machine() {
  return {
    processor: cpus()[0]?.model.trim(),
    cores: availableParallelism(),
    'memory GiB': Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().replace(/-.*/, '')} ${arch()}`,
    node: process.version,
    'load before': Number(loadavg()[0].toFixed(2)),
  }
}
