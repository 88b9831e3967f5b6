/** Reading a text aloud, where the platform can: the browser's own voice; WeChat has none without a plugin. */
import { ref } from 'vue'

export const speaking = ref(false)

export function canSpeak(): boolean {
  // #ifdef H5
  return typeof globalThis.speechSynthesis !== 'undefined'
  // #endif
  // #ifndef H5
  return false
  // #endif
}

export function speak(text: string): void {
  // #ifdef H5
  const voice = new globalThis.SpeechSynthesisUtterance(text)
  voice.lang = 'zh-CN'
  voice.rate = 0.9
  voice.onend = voice.onerror = () => (speaking.value = false)
  globalThis.speechSynthesis.cancel()
  globalThis.speechSynthesis.speak(voice)
  speaking.value = true
  // #endif
  void text
}

export function stopSpeaking(): void {
  // #ifdef H5
  globalThis.speechSynthesis.cancel()
  // #endif
  speaking.value = false
}
