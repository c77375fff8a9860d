import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { hex } from '../../digest/hex.ts'
import { parseIdentifier, sequenceId } from '../../digest/identifier.ts'
import { digestSequence } from '../../digest/sequence-digest.ts'
import type { Change } from '../change.ts'
import { openStore } from '../open.ts'
import type { Engines, StoreReader } from '../reader.ts'
import { StoreWriter } from '../writer.ts'
import { addText, bytesOf, digestOf } from './disk-store.ts'
import { freshStore } from './fresh-store.ts'

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
/** What every pair of catalog and blob engines must do. */
export function describeStore(name: string, engines: Engines): void {
  describe(`a store on ${name}`, () => {
    const { directory, reading, rebuild, expectSound, ...store } = freshStore(engines)
    const write = async <T>(use: (change: Change) => Promise<T>) => (await store.write(use)).result
    const find = async (store: StoreReader, id: string): Promise<string[]> => {
      const texts: string[] = []
      for (const record of await store.find(parseIdentifier(id)!)) {
        const into = new Uint8Array(record.length)
        await store.read(record, 0, record.length, into)
        texts.push(textOf(into))
      }
      return texts.sort()
    }

    it('gives a sequence back by each of its digests and names', async () => {
      await write((change) => addText(change, 'ACGT', 'one', 'two'))
      await reading(async (store) => {
        for (const id of [
          'SQ.aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2',
          'ga4gh:SQ.aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2',
          'F1F8F4BF413B16AD135722AA4591043E',
          'trunc512:68a178f7c740c5c240aa67ba41843b119d3bf9f8b0f0ac36',
          'Local:one',
          'two',
        ]) {
          expect(await find(store, id)).toEqual(['ACGT'])
        }
        expect(await store.aliases(digestOf('ACGT'))).toEqual([
          { authority: 'local', alias: 'one' },
          { authority: 'local', alias: 'two' },
        ])
        const [record] = await store.find(parseIdentifier('local:one')!)
        await store.aliases(record!.digest)
        expect(hex(record!.digest)).toBe('68a178f7c740c5c240aa67ba41843b119d3bf9f8b0f0ac36')
        expect(hex(record!.md5)).toBe('f1f8f4bf413b16ad135722aa4591043e')
        expect(await find(store, 'local:three')).toEqual([])
        expect(await find(store, 'local:on')).toEqual([])
      })
    })

    it('stores a sequence once, in one change and over several', async () => {
      await write(async (change) => {
        expect(await addText(change, 'ACGT', 'a')).toBe(true)
        expect(await addText(change, 'ACGT', 'b')).toBe(false)
        expect(await addText(change, '', 'empty')).toBe(true)
      })
      await write(async (change) => {
        expect(await addText(change, 'ACGT', 'c')).toBe(false)
        expect(await addText(change, 'TTTT', 'd')).toBe(true)
        expect(await addText(change, '', 'empty')).toBe(false)
      })
      await reading(async (store) => {
        expect(await store.stats()).toMatchObject({
          sequences: 3,
          residues: 8,
          aliases: 5,
          journal: 2,
        })
        expect(await find(store, 'c')).toEqual(['ACGT'])
        expect(await find(store, 'empty')).toEqual([''])
      })
      await expectSound()
    })

    it('keeps all sequences that share a name', async () => {
      await write(async (change) => {
        await addText(change, 'ACGT', 'shared')
        await addText(change, 'TTTT', 'shared')
      })
      await write((change) => addText(change, 'GGGG', 'shared'))
      await reading(async (store) => {
        expect(await find(store, 'local:shared')).toEqual(['ACGT', 'GGGG', 'TTTT'])
        expect(await find(store, 'shared')).toEqual(['ACGT', 'GGGG', 'TTTT'])
      })
    })

    it('keeps names of 1 to 5,000 bytes in any script', async () => {
      const script = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 })
      const names = fc.array(fc.tuple(script, fc.integer({ min: 1, max: 40 })), { maxLength: 8 })
      let round = 0
      await fc.assert(
        fc.asyncProperty(names, async (parts) => {
          const text = `ACGT${'ACGT'.repeat(++round)}`
          const given = parts
            // biome-ignore lint/suspicious/noControlCharactersInRegex: names hold none
            .map(([part, times]) => part.replace(/[\0-\x1f\x7f]/g, '').repeat(times))
            .map((name) => textOf(bytesOf(name).subarray(0, 5000)).replace(/\ufffd+$/, ''))
            .filter((name) => name.length > 0)
          await write((change) => addText(change, text, ...given))
          await reading(async (store) => {
            const expected = [...new Set(given)]
            const aliases = await store.aliases(digestOf(text))
            expect(aliases.map(({ alias }) => alias)).toEqual(expected)
            for (const alias of expected) {
              const found = await store.find({ kind: 'alias', authority: 'local', alias })
              expect(found.map(({ digest }) => sequenceId(digest))).toContain(
                sequenceId(digestOf(text)),
              )
            }
          })
        }),
        { numRuns: 15 },
      )
    })

    it('changes nothing when a change states nothing new', async () => {
      const add = (change: Change) => addText(change, 'ACGT', 'a')
      await write(add)
      await write(add)
      expect(await reading((store) => store.stats())).toMatchObject({ journal: 1, packs: 1 })
    })

    it('keeps no pack for a change that brings names only', async () => {
      await write((change) => addText(change, 'ACGT', 'a'))
      await write((change) => addText(change, 'ACGT', 'b'))
      expect(await reading((store) => store.stats())).toMatchObject({ journal: 2, packs: 1 })
      expect(await engines.blobs(directory()).list('packs')).toHaveLength(1)
    })

    it('shows nothing of a change that was dropped', async () => {
      await write((change) => addText(change, 'ACGT', 'a'))
      const writer = await StoreWriter.open(directory(), engines)
      const change = await writer.change()
      await addText(change, 'TTTT', 'b')
      await change.abort()
      await writer.close()
      await reading(async (store) => {
        expect(await find(store, 'b')).toEqual([])
        expect(await store.stats()).toMatchObject({ sequences: 1, journal: 1 })
      })
      expect(await engines.blobs(directory()).list('packs')).toHaveLength(1)
    })

    it('remembers that a sequence is circular, until it is said to be linear', async () => {
      const circular = () =>
        reading(async (s) => (await s.catalog.sequence(digestOf('ACGT')))?.circular)
      const mark = (is: boolean) => write((change) => change.circular(digestOf('ACGT'), is))
      await write((change) => addText(change, 'ACGT'))
      expect(await circular()).toBe(false)
      expect(await mark(true)).toBe(true)
      expect(await mark(true)).toBe(false)
      expect(await circular()).toBe(true)
      await rebuild()
      expect(await circular()).toBe(true)
      expect(await mark(false)).toBe(true)
      expect(await circular()).toBe(false)
      await expectSound()
    })

    it('answers as before from a rebuilt catalog, to a reader that was open all the time', async () => {
      const texts = Array.from({ length: 50 }, (_, i) => 'ACGTN'.repeat(i * i))
      for (let i = 0; i < texts.length; i += 10) {
        await write(async (change) => {
          for (const text of texts.slice(i, i + 10)) await addText(change, text, `s${text.length}`)
        })
      }
      await reading(async (store) => {
        const answers = async () => ({
          stats: await store.stats(),
          found: await Promise.all(
            texts.map(async (text) => [
              await store.find(parseIdentifier(`local:s${text.length}`)!),
              await store.aliases(digestOf(text)),
              await find(store, sequenceId(digestOf(text))),
            ]),
          ),
        })
        const before = await answers()
        await rebuild()
        expect(await answers()).toEqual(before)
        await new Promise((resolve) => setTimeout(resolve, 600))
        expect(await answers()).toEqual(before)
      })
      await write((change) => addText(change, 'TTTT', 'later'))
      expect(await reading((store) => find(store, 'later'))).toEqual(['TTTT'])
      await expectSound()
    })

    it('lets a second writer wait, and says for whom', async () => {
      const first = await StoreWriter.open(directory(), engines, { create: {} })
      const told: string[] = []
      const second = StoreWriter.open(directory(), engines, {
        onWait: (holder) => told.push(holder),
      })
      await expect(StoreWriter.open(directory(), engines, { noWait: true })).rejects.toThrow(
        `process ${process.pid}`,
      )
      await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 30_000 })
      const change = await first.change()
      await addText(change, 'ACGT', 'a')
      await change.commit()
      await first.close()
      const writer = await second
      expect(told).toEqual([expect.stringContaining(`process ${process.pid}`)])
      expect(await writer.catalog.stats()).toMatchObject({ sequences: 1 })
      await writer.close()
    })

    it('keeps SHA-1 where it is asked to, from the start', async () => {
      const writer = await StoreWriter.open(directory(), engines, { create: { sha1: true } })
      const change = await writer.change()
      await change.residues(bytesOf('ACGT'))
      await change.sequence(digestSequence(bytesOf('ACGT'), true), 4)
      await change.commit()
      await writer.close()
      await reading(async (store) => {
        expect(store.settings.sha1).toBe(true)
        expect(await find(store, '2108994e17f6cca9ff2352ada92b6511db076034')).toEqual(['ACGT'])
      })
      await expectSound()
    })

    it('refuses SHA-1 in a store that was made without', async () => {
      await write((change) => addText(change, 'ACGT'))
      const opened = StoreWriter.open(directory(), engines, { create: { sha1: true } })
      await expect(opened).rejects.toThrow('keeps no SHA-1')
    })

    it('says that there is no store where there is none', async () => {
      await expect(openStore(join(directory(), 'none'), engines)).rejects.toThrow('no store at')
      await expect(StoreWriter.open(join(directory(), 'none'), engines)).rejects.toThrow(
        'no store at',
      )
    })
  })
}
