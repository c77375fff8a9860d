import { CRC_TABLES } from '../layout.ts'

/** CRC-32 of bytes `[from, from + count)`, as zlib has it (RFC 1952, 8): sixteen bytes at a time, by a table for each. */
export function crc(from: usize, count: usize): u32 {
  const end = from + count
  let at = from
  let sum: u32 = 0xffffffff
  for (; at + 16 <= end; at += 16) {
    const a = load<u32>(at) ^ sum
    const b = load<u32>(at, 4)
    const c = load<u32>(at, 8)
    const d = load<u32>(at, 12)
    sum = fourBytes(a, 12) ^ fourBytes(b, 8) ^ fourBytes(c, 4) ^ fourBytes(d, 0)
  }
  for (; at < end; at++) sum = entry(0, (sum ^ load<u8>(at)) & 0xff) ^ (sum >> 8)
  return ~sum
}

/** What four bytes come to, behind the last of which there are as many more. */
function fourBytes(bytes: u32, more: u32): u32 {
  return (
    entry(more + 3, bytes & 0xff) ^
    entry(more + 2, (bytes >> 8) & 0xff) ^
    entry(more + 1, (bytes >> 16) & 0xff) ^
    entry(more, bytes >> 24)
  )
}

function entry(table: u32, byte: u32): u32 {
  return load<u32>(CRC_TABLES + 4 * (256 * table + byte))
}
