/**
 * Recording a voice. Browsers record in formats of their own; what every court's computer plays is a WAV file, so the
 * samples are taken and written as one: 16 kHz, one channel, 16 bits. WeChat records MP3 by itself.
 */
import { fileAt, fileOf, type LocalFile } from './files'

export interface Recording {
  stop(): Promise<LocalFile>
  cancel(): void
}
export const LONGEST_S = 120
const RATE = 16_000

export function canRecord(): boolean {
  // #ifdef H5
  return !!globalThis.navigator?.mediaDevices?.getUserMedia && typeof globalThis.AudioContext !== 'undefined'
  // #endif
  // #ifndef H5
  return true
  // #endif
}

/**
 * @throws Error when the microphone is not allowed or not there
 */
export async function record(name: string): Promise<Recording> {
  // #ifdef H5
  const stream = await globalThis.navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true } })
  const context = new globalThis.AudioContext()
  const source = context.createMediaStreamSource(stream)
  const taps = context.createScriptProcessor(4096, 1, 1)
  const parts: Float32Array[] = []
  taps.onaudioprocess = (event) => void parts.push(new Float32Array(event.inputBuffer.getChannelData(0)))
  source.connect(taps)
  taps.connect(context.destination)
  const close = (): void => {
    stream.getTracks().forEach((track) => track.stop())
    taps.disconnect()
    void context.close()
  }
  return {
    cancel: close,
    stop: () => {
      const rate = context.sampleRate
      close()
      return fileOf(new Blob([wav(parts, rate)], { type: 'audio/wav' }), `${name}.wav`, 'audio/wav')
    },
  }
  // #endif
  // #ifndef H5
  const recorder = uni.getRecorderManager()
  const stopped = new Promise<string>((done, failed) => {
    recorder.onStop((r: { tempFilePath: string }) => done(r.tempFilePath))
    recorder.onError(() => failed(new Error('no microphone')))
  })
  stopped.catch(() => undefined)
  await new Promise<void>((done, failed) => {
    recorder.onStart(() => done())
    stopped.catch(failed)
    recorder.start({ duration: LONGEST_S * 1000, sampleRate: RATE, numberOfChannels: 1, encodeBitRate: 48_000, format: 'mp3' })
  })
  return {
    cancel: () => recorder.stop(),
    stop: async () => {
      recorder.stop()
      return fileAt(await stopped, `${name}.mp3`)
    },
  }
  // #endif
}

/** A WAV file (RIFF, PCM, 16 bits, one channel) of samples between -1 and 1. */
export function wav(parts: readonly Float32Array[], rate: number, wanted = RATE): ArrayBuffer {
  const all = new Float32Array(parts.reduce((n, p) => n + p.length, 0))
  parts.reduce((at, p) => (all.set(p, at), at + p.length), 0)
  const step = Math.max(1, rate / wanted)
  const count = Math.floor(all.length / step)
  const bytes = new ArrayBuffer(44 + count * 2)
  const view = new DataView(bytes)
  const text = (at: number, s: string): void => Array.from(s).forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)))
  const actual = Math.round(rate / step)
  text(0, 'RIFF')
  view.setUint32(4, 36 + count * 2, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, actual, true)
  view.setUint32(28, actual * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, count * 2, true)
  for (let i = 0; i < count; i += 1) {
    const sample = Math.max(-1, Math.min(1, all[Math.floor(i * step)]))
    view.setInt16(44 + i * 2, Math.round(sample * 32767), true)
  }
  return bytes
}
