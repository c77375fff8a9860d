// What the hash functions alone take: each in a thread of its own, at the same time.
import { Worker } from 'node:worker_threads'

export class HashBound {
  #threads

  /**
   * @param program URL of what each thread runs: it answers a message when it has hashed.
   * @param dataOf Makes what a thread gets beside the `algorithm`.
   */
  constructor(program, dataOf) {
    this.#threads = ['md5', 'sha512'].map(
      (algorithm) => new Worker(program, { workerData: { algorithm, ...dataOf() } }),
    )
  }

  /** @param message What each thread is told. */
  async measure(message) {
    const started = performance.now()
    const cpu = process.cpuUsage()
    await Promise.all(
      this.#threads.map(
        (thread) =>
          new Promise((resolve) => {
            thread.once('message', resolve)
            thread.postMessage(message)
          }),
      ),
    )
    const { user, system } = process.cpuUsage(cpu)
    return { seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 }
  }

  async close() {
    await Promise.all(this.#threads.map((thread) => thread.terminate()))
  }
}
