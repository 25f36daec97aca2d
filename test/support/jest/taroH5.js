process.env.TARO_ENV = 'h5'
// must be evaluated before @tarojs/router: they import each other
require('@tarojs/taro')
// gives React to Taro's hooks, which createReactApp() does in a real app
const { createH5NativeComponentConfig } = require('@tarojs/plugin-framework-react/dist/runtime')
createH5NativeComponentConfig(null, require('react'), require('react-dom/client'))
