/* global self, window */
/* Stands in for the free identifier `globalThis` in browsers before 2019 (ProvidePlugin target). */
module.exports = typeof self !== 'undefined' ? self : window
