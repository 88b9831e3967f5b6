import ts from 'typescript-eslint'
import vue from 'eslint-plugin-vue'

export default ts.config(
  { ignores: ['dist/**', 'node_modules/**', 'src/api/schema.d.ts', 'src/engine/generated/**'] },
  ...ts.configs.recommended,
  ...vue.configs['flat/essential'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    languageOptions: { globals: { uni: 'readonly', wx: 'readonly', getCurrentPages: 'readonly' } },
    rules: {
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      // absent in the WeChat runtime
      'no-restricted-globals': ['error', 'window', 'document', 'fetch', 'localStorage', 'FormData', 'URL', 'URLSearchParams', 'AbortController'],
    },
  },
)
