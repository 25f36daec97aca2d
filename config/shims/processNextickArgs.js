/* Stands in for process-nextick-args, which wants a whole `process`. */
module.exports = { nextTick: require('./process').nextTick }
