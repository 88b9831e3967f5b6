console.log('descriptors: none yet')
