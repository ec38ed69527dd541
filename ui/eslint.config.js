import globals from 'globals'
import tseslint from 'typescript-eslint'
import vue from 'eslint-plugin-vue'
import vueParser from 'vue-eslint-parser'

const shellOnly = {
  patterns: [
    {
      group: ['@tauri-apps/*'],
      message: 'The shell is reached through src/platform only.',
    },
  ],
}

export default tseslint.config(
  { ignores: ['dist', 'dist-fake', 'src/platform/generated.ts'] },
  ...tseslint.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue', '**/*.ts'],
    languageOptions: {
      parser: vueParser,
      parserOptions: { parser: tseslint.parser, sourceType: 'module', ecmaVersion: 2023 },
      globals: { ...globals.browser },
    },
    rules: {
      'no-restricted-imports': ['error', shellOnly],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'Literal[value=/[\\u4e00-\\u9fff]/], TemplateElement[value.raw=/[\\u4e00-\\u9fff]/]',
          message: 'Words stand in src/locales.',
        },
      ],
      'vue/no-restricted-syntax': [
        'error',
        { selector: 'VText[value=/[\\u4e00-\\u9fff]/]', message: 'Words stand in src/locales.' },
        { selector: 'VLiteral[value=/[\\u4e00-\\u9fff]/]', message: 'Words stand in src/locales.' },
      ],
      // A style attribute in a template is refused by the content-security policy once it is hoisted as markup.
      'vue/no-static-inline-styles': ['error', { allowBinding: true }],
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/html-self-closing': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'vue/require-default-prop': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['src/platform/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['src/**/*.test.ts'],
    rules: { 'no-restricted-syntax': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
)
