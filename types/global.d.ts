/// <reference types="@tarojs/taro" />

/** Version of package.json, inlined by the build */
declare const HOMING_VERSION: string
