;; Finds the places of a text that detectors start from: see find-places.ts, which says what each
;; kind of place is and lays out the memory. Sixteen characters in each step.
;;
;; Memory, in bytes:
;;   0x00000  bit set of windows, hashed to 20 bits
;;   0x20000  bit sets, hashed to 17 bits: windows with the character behind them, with the one
;;   0x24000    before them,
;;   0x28000    windows whose neighbours may be anything
;;   0x2c000  16 characters before the block; from 0x2c010 the block, and 32 more
;;   0x35000  places: three numbers each
(module
  (memory (export "memory") 10)

  ;; What the step before left: masks of its sixteen characters in the high half of 32 bits, and how
  ;; many characters of tokens it ended with, all steps before it included.
  (global $digits (mut i32) (i32.const 0))
  (global $hexes (mut i32) (i32.const 0))
  (global $colons (mut i32) (i32.const 0))
  (global $dashes (mut i32) (i32.const 0))
  (global $run (mut i32) (i32.const 0))
  (global $out (mut i32) (i32.const 0))

  (func $put (param $kind i32) (param $at i32) (param $what i32)
    (i32.store (global.get $out) (local.get $kind))
    (i32.store offset=4 (global.get $out) (local.get $at))
    (i32.store offset=8 (global.get $out) (local.get $what))
    (global.set $out (i32.add (global.get $out) (i32.const 12))))

  (func $hash (param $window i32) (result i32)
    (i32.shr_u (i32.mul (local.get $window) (i32.const 0x85ebca6b)) (i32.const 15)))

  (func $has (param $set i32) (param $hash i32) (result i32)
    (i32.and
      (i32.shr_u
        (i32.load8_u (i32.add (local.get $set) (i32.shr_u (local.get $hash) (i32.const 3))))
        (i32.and (local.get $hash) (i32.const 7)))
      (i32.const 1)))

  ;; A window with a neighbour, as one number.
  (func $beside (param $window i32) (param $code i32) (result i32)
    (i32.xor
      (local.get $window)
      (i32.mul (i32.or (local.get $code) (i32.const 32)) (i32.const 0x27d4eb2f))))

  ;; Puts the window that begins at $from if what stands about it can be one of the literals.
  (func $tryWindow (param $from i32) (param $at i32)
    (local $window i32)
    (local.set $window (i32.or (i32.load (local.get $from)) (i32.const 0x20202020)))
    (block $likely
      (br_if $likely (call $has (i32.const 0x28000) (call $hash (local.get $window))))
      (br_if $likely
        (call $has (i32.const 0x20000)
          (call $hash (call $beside (local.get $window) (i32.load8_u offset=4 (local.get $from))))))
      (br_if $likely
        (call $has (i32.const 0x24000)
          (call $hash (call $beside (local.get $window)
            (i32.load8_u (i32.sub (local.get $from) (i32.const 1)))))))
      (return))
    (call $put (i32.const 0) (local.get $at) (local.get $window)))

  ;; Puts where in a run `+`, `.`, `/` and `=` stand, unless it begins before what is in memory.
  (func $putJoints (param $from i32) (param $at i32) (param $length i32)
    (local $end i32)
    (local $text v128)
    (local $mask i32)
    (if (i32.lt_s (local.get $from) (i32.const 0x2c000)) (then (return)))
    (local.set $end (i32.add (local.get $from) (local.get $length)))
    (loop $next
      (local.set $text (v128.load (local.get $from)))
      (local.set $mask
        (i8x16.bitmask
          (v128.or
            (v128.or
              (i8x16.eq (local.get $text) (i8x16.splat (i32.const 43)))
              (i8x16.eq (local.get $text) (i8x16.splat (i32.const 61))))
            (v128.or
              (i8x16.eq (local.get $text) (i8x16.splat (i32.const 46)))
              (i8x16.eq (local.get $text) (i8x16.splat (i32.const 47)))))))
      ;; What is behind the end does not count.
      (if (i32.lt_s (i32.sub (local.get $end) (local.get $from)) (i32.const 16))
        (then
          (local.set $mask
            (i32.and
              (local.get $mask)
              (i32.sub
                (i32.shl (i32.const 1) (i32.sub (local.get $end) (local.get $from)))
                (i32.const 1))))))
      (if (local.get $mask)
        (then (call $put (i32.const 5) (local.get $at) (local.get $mask))))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end)))))

  ;; Looks at so many steps of the block, which begins at character $at of the text; answers how many
  ;; places there are. A text begins at 0.
  (func (export "find") (param $at i32) (param $steps i32) (result i32)
    (local $from i32)
    (local $end i32)
    (local $text v128)
    (local $folded v128)
    (local $hashes v128)
    (local $bytes v128)
    (local $even v128)
    (local $odd v128)
    (local $kinds v128)
    (local $mask i32)
    (local $run i32)
    (local $digits i32)
    (local $hexes i32)
    (local $colons i32)
    (local $dashes i32)
    (global.set $out (i32.const 0x35000))
    (if (i32.eqz (local.get $at))
      (then
        (global.set $digits (i32.const 0))
        (global.set $hexes (i32.const 0))
        (global.set $colons (i32.const 0))
        (global.set $dashes (i32.const 0))
        (global.set $run (i32.const 0))))
    (local.set $digits (global.get $digits))
    (local.set $hexes (global.get $hexes))
    (local.set $colons (global.get $colons))
    (local.set $dashes (global.get $dashes))
    (local.set $run (global.get $run))
    (local.set $from (i32.const 0x2c010))
    (local.set $end (i32.add (local.get $from) (i32.shl (local.get $steps) (i32.const 4))))
    (block $done
      (loop $step
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $text (v128.load (local.get $from)))
        (local.set $folded (v128.or (local.get $text) (i8x16.splat (i32.const 32))))

        ;; Windows at every second character, four at a time: their hashes, the bytes of the bit set
        ;; that these lead to, and of each byte the one bit.
        (local.set $hashes
          (i32x4.shr_u (i32x4.mul (local.get $folded) (i32x4.splat (i32.const 0x297a2d39))) (i32.const 12)))
        (local.set $bytes (i32x4.shr_u (local.get $hashes) (i32.const 3)))
        (local.set $even
          (v128.and
            (i8x16.swizzle
              (v128.const i8x16 1 2 4 8 16 32 64 128 0 0 0 0 0 0 0 0)
              (v128.and (local.get $hashes) (i32x4.splat (i32.const 7))))
            (v128.load8_lane 0 (i32x4.extract_lane 0 (local.get $bytes))
              (v128.load8_lane 4 (i32x4.extract_lane 1 (local.get $bytes))
                (v128.load8_lane 8 (i32x4.extract_lane 2 (local.get $bytes))
                  (v128.load8_lane 12 (i32x4.extract_lane 3 (local.get $bytes))
                    (v128.const i32x4 0 0 0 0)))))))
        (local.set $hashes
          (i32x4.shr_u
            (i32x4.mul
              (v128.or (v128.load offset=2 (local.get $from)) (i8x16.splat (i32.const 32)))
              (i32x4.splat (i32.const 0x297a2d39)))
            (i32.const 12)))
        (local.set $bytes (i32x4.shr_u (local.get $hashes) (i32.const 3)))
        (local.set $odd
          (v128.and
            (i8x16.swizzle
              (v128.const i8x16 1 2 4 8 16 32 64 128 0 0 0 0 0 0 0 0)
              (v128.and (local.get $hashes) (i32x4.splat (i32.const 7))))
            (v128.load8_lane 0 (i32x4.extract_lane 0 (local.get $bytes))
              (v128.load8_lane 4 (i32x4.extract_lane 1 (local.get $bytes))
                (v128.load8_lane 8 (i32x4.extract_lane 2 (local.get $bytes))
                  (v128.load8_lane 12 (i32x4.extract_lane 3 (local.get $bytes))
                    (v128.const i32x4 0 0 0 0)))))))
        ;; One byte of four can be set in either: those of the second go between those of the first.
        (local.set $mask
          (i8x16.bitmask
            (i8x16.ne
              (v128.or (local.get $even) (i32x4.shl (local.get $odd) (i32.const 16)))
              (v128.const i32x4 0 0 0 0))))
        (block $noMore
          (loop $next
            (br_if $noMore (i32.eqz (local.get $mask)))
            (call $tryWindow
              (i32.add (local.get $from) (i32.ctz (local.get $mask)))
              (i32.add (local.get $at) (i32.ctz (local.get $mask))))
            (local.set $mask (i32.and (local.get $mask) (i32.sub (local.get $mask) (i32.const 1))))
            (br $next)))

        ;; What is not ASCII.
        (local.set $mask (i8x16.bitmask (local.get $text)))
        (if (local.get $mask)
          (then (call $put (i32.const 1) (local.get $at) (local.get $mask))))

        ;; Two digits side by side: the mask has the second one.
        (local.set $kinds (i8x16.lt_u
                  (i8x16.sub (local.get $text) (i8x16.splat (i32.const 48)))
                  (i8x16.splat (i32.const 10))))
        (local.set $digits
          (i32.or
            (i32.shr_u (local.get $digits) (i32.const 16))
            (i32.shl (i8x16.bitmask (local.get $kinds)) (i32.const 16))))
        (local.set $mask
          (i32.shr_u
            (i32.and (local.get $digits) (i32.shl (local.get $digits) (i32.const 1)))
            (i32.const 16)))
        (if (local.get $mask)
          (then (call $put (i32.const 2) (local.get $at) (local.get $mask))))

        ;; Groups of hexadecimal digits: `:hh:`, `-hh-`, `hhhh:`. The mask has the separator behind.
        (local.set $hexes
          (i32.or
            (i32.shr_u (local.get $hexes) (i32.const 16))
            (i32.shl
              (i8x16.bitmask
                (v128.or (local.get $kinds) (i8x16.lt_u
                  (i8x16.sub (local.get $folded) (i8x16.splat (i32.const 97)))
                  (i8x16.splat (i32.const 6)))))
              (i32.const 16))))
        (local.set $colons
          (i32.or
            (i32.shr_u (local.get $colons) (i32.const 16))
            (i32.shl
              (i8x16.bitmask (i8x16.eq (local.get $text) (i8x16.splat (i32.const 58))))
              (i32.const 16))))
        (local.set $dashes
          (i32.or
            (i32.shr_u (local.get $dashes) (i32.const 16))
            (i32.shl
              (i8x16.bitmask (i8x16.eq (local.get $text) (i8x16.splat (i32.const 45))))
              (i32.const 16))))
        (local.set $mask
          (i32.shr_u
            (i32.and
              (i32.and
                (i32.shl (local.get $hexes) (i32.const 1))
                (i32.shl (local.get $hexes) (i32.const 2)))
              (i32.or
                (i32.and
                  (local.get $colons)
                  (i32.or
                    (i32.shl (local.get $colons) (i32.const 3))
                    (i32.and
                      (i32.shl (local.get $hexes) (i32.const 3))
                      (i32.shl (local.get $hexes) (i32.const 4)))))
                (i32.and (local.get $dashes) (i32.shl (local.get $dashes) (i32.const 3)))))
            (i32.const 16)))
        (if (local.get $mask)
          (then (call $put (i32.const 3) (local.get $at) (local.get $mask))))

        ;; Runs of characters of tokens: letters, digits and `+ - . / = _`.
        (local.set $mask
          (i8x16.bitmask
            (v128.or
              (v128.or
                (i8x16.lt_u
                  (i8x16.sub (local.get $folded) (i8x16.splat (i32.const 97)))
                  (i8x16.splat (i32.const 26)))
                (local.get $kinds))
              (v128.or
                (v128.or
                  (i8x16.lt_u
                  (i8x16.sub (local.get $text) (i8x16.splat (i32.const 45)))
                  (i8x16.splat (i32.const 3)))
                  (i8x16.eq (local.get $text) (i8x16.splat (i32.const 43))))
                (v128.or
                  (i8x16.eq (local.get $text) (i8x16.splat (i32.const 61)))
                  (i8x16.eq (local.get $text) (i8x16.splat (i32.const 95))))))))
        (if (i32.eq (local.get $mask) (i32.const 0xffff))
          (then (local.set $run (i32.add (local.get $run) (i32.const 16))))
          (else
            ;; Ends here: as many characters as the mask begins with belong to it.
            (local.set $mask (i32.xor (local.get $mask) (i32.const 0xffff)))
            (local.set $run (i32.add (local.get $run) (i32.ctz (local.get $mask))))
            (if (i32.ge_u (local.get $run) (i32.const 20))
              (then
                (call $putJoints
                  (i32.sub (i32.add (local.get $from) (i32.ctz (local.get $mask))) (local.get $run))
                  (i32.sub (i32.add (local.get $at) (i32.ctz (local.get $mask))) (local.get $run))
                  (local.get $run))
                (call $put
                  (i32.const 4)
                  (i32.sub (i32.add (local.get $at) (i32.ctz (local.get $mask))) (local.get $run))
                  (local.get $run))))
            (local.set $run (i32.sub (i32.clz (local.get $mask)) (i32.const 16)))))

        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $step)))
    (global.set $digits (local.get $digits))
    (global.set $hexes (local.get $hexes))
    (global.set $colons (local.get $colons))
    (global.set $dashes (local.get $dashes))
    (global.set $run (local.get $run))
    (i32.div_u (i32.sub (global.get $out) (i32.const 0x35000)) (i32.const 12))))
