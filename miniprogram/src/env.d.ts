/// <reference types="vite/client" />
interface ImportMetaEnv {
  /** Where the API is, with scheme and host and no final slash; empty on H5, which is served by the API itself. */
  readonly VITE_API_BASE?: string
}
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent<object, object, unknown>
  export default component
}

/** The WeChat runtime, where uni-app has no call of its own for something. */
declare const wx: unknown
