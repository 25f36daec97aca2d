import { readdirSync } from 'node:fs'
import path from 'node:path'
import { defineConfig, type UserConfigExport } from '@tarojs/cli'
import TsconfigPathsPlugin from 'tsconfig-paths-webpack-plugin'
import { ProvidePlugin } from 'webpack'
import { version } from '../package.json'
import { BundledPackages } from './bundledPackages'
import { InstallPlugin } from './installPlugin'
import { modernFolders, mqttFileAliases, mqttPackageAliases, mqttProvided } from './mqttAliases'

/** With the platform's suffixes: without them `@/x/platform` does not find `platform.weapp.ts`, as `./platform` does. */
const tsconfigPaths = {
  extensions: [`.${process.env.TARO_ENV}.ts`, `.${process.env.TARO_ENV}.tsx`, '.ts', '.tsx', '.js', '.json'],
}

const configFiles = [
  __filename,
  path.resolve(__dirname, 'mqttAliases.ts'),
  path.resolve(__dirname, 'ariaPlugin.ts'),
  path.resolve(__dirname, 'ariaComponents.json'),
  ...readdirSync(path.resolve(__dirname, 'shims')).map((name) => path.resolve(__dirname, 'shims', name)),
]

const shim = (name: string) => path.resolve(__dirname, 'shims', name)

const mqttAliases = (): { [request: string]: string } => {
  const aliases: { [request: string]: string } = { ...mqttFileAliases }
  // `$`: the whole request, and not what begins with it
  for (const request of Object.keys(mqttPackageAliases)) aliases[`${request}$`] = mqttPackageAliases[request] as string
  return aliases
}

export default defineConfig<'webpack5'>((merge) => {
  const base: UserConfigExport<'webpack5'> = {
    projectName: 'homing',
    designWidth: 375,
    deviceRatio: { 375: 2, 750: 1 },
    sourceRoot: 'src',
    outputRoot: `dist/${process.env.TARO_ENV}`,
    framework: 'react',
    plugins: [path.resolve(__dirname, 'ariaPlugin.ts')],
    // prebundle would put dependencies out of reach of ProvidePlugin and of the order of imports
    compiler: { type: 'webpack5', prebundle: { enable: false } },
    // without these an edited alias or shim would be answered from the cache of yesterday
    cache: { enable: true, buildDependencies: { config: configFiles } },
    defineConstants: { HOMING_VERSION: JSON.stringify(version) },
    // with quoted property names terser writes `static #"e"`, which no browser parses
    terser: {
      enable: true,
      // Chinese as it is written: escaped, each character takes 6 bytes of the package instead of 3
      config: { output: { quote_keys: false, keep_quoted_props: false, ascii_only: false } },
    },
    mini: {
      // the tokens are CSS pixels: rpx would scale type with the width of the screen
      postcss: { pxtransform: { enable: false, config: {} } },
      optimizeMainPackage: { enable: true },
      compile: { include: modernFolders },
      webpackChain(chain) {
        chain.resolve.plugin('tsconfig-paths').use(TsconfigPathsPlugin, [tsconfigPaths])
        const globals = shim('global-this.js')
        chain.plugin('provided').use(ProvidePlugin, [{ ...mqttProvided, globalThis: globals, global: globals }])
        // Taro's runtime reads `global`, for which webpack would put in `new Function('return this')`
        chain.node.set('global', false)
        chain.resolve.alias.merge(mqttAliases())
        chain.plugin('bundled-packages').use(BundledPackages, [String(process.env.TARO_ENV)])
      },
    },
    h5: {
      postcss: { pxtransform: { enable: false, config: {} } },
      publicPath: './',
      staticDirectory: 'static',
      devServer: { host: '127.0.0.1', open: false },
      router: { mode: 'hash' },
      compile: { include: modernFolders },
      output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
      // a tab that is open while a new build comes must not be given its style sheets
      miniCssExtractPluginOption: {
        filename: 'css/[name].[contenthash:8].css',
        chunkFilename: 'css/[name].[contenthash:8].css',
      },
      webpackChain(chain) {
        chain.resolve.plugin('tsconfig-paths').use(TsconfigPathsPlugin, [tsconfigPaths])
        chain.plugin('provided').use(ProvidePlugin, [{ ...mqttProvided, globalThis: shim('globalThisH5.js') }])
        if (process.env.NODE_ENV === 'production') chain.plugin('install').use(InstallPlugin)
        // a page's file says which page it is: .size-limit.json measures the subpackages apart
        chain.optimization.set('chunkIds', 'named')
        // Taro splits what loads first only: without this every page's file would hold the catalogues and the kit again
        const test = /[\\/]src[\\/](ui|i18n[\\/](zh-CN|en|t|format|sessionWords)\.ts)/
        const cacheGroups = { shared: { name: 'shared', test, chunks: 'all', enforce: true, priority: 20 } }
        chain.merge({ optimization: { splitChunks: { cacheGroups } } })
        chain.resolve.alias.merge(mqttAliases())
        chain.plugin('bundled-packages').use(BundledPackages, [String(process.env.TARO_ENV)])
      },
    },
  }
  return merge({}, base)
})
