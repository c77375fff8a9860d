/** Loaded before the command line: says on file descriptor 3 which phase of a commit it is in. */
import { writeSync } from 'node:fs'
import { Replay } from '../../src/store/catalog/lmdb/replay.ts'
import { nodeDisk } from '../../src/store/disk.ts'

const phase = (name: string) => writeSync(3, `${name}\n`)

const { create, rename, syncDirectory } = nodeDisk
nodeDisk.create = async (path) => {
  const file = await create.call(nodeDisk, path)
  if (!path.endsWith('.pack')) return file
  phase('packing')
  const truncate = file.truncate.bind(file)
  file.truncate = (size) => {
    phase('pack sync')
    return truncate(size)
  }
  return file
}
nodeDisk.syncDirectory = async (path) => {
  await syncDirectory.call(nodeDisk, path)
  if (path.endsWith('packs')) phase('journal')
}
nodeDisk.rename = (from, to) => {
  if (to.endsWith('.rec')) phase('commit')
  return rename.call(nodeDisk, from, to)
}

const { apply } = Replay.prototype
Replay.prototype.apply = async function (journal, last) {
  phase('catalog')
  const shown = await apply.call(this, journal, last)
  phase('after')
  return shown
}
