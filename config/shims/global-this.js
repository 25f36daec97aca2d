/* Stands in for the free identifier `globalThis`, which some WeChat versions lack or shadow (ProvidePlugin target). */
module.exports = typeof global !== 'undefined' ? global : (wx.__homingGlobal = wx.__homingGlobal || {})
