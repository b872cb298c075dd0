;; Finds the places of a text that detectors start from: see find-places.ts, which says what each
;; kind of place is and lays out the memory. Sixty-four characters in each step.
;;
;; Memory, in bytes:
;;   0x00000  bit set of windows, hashed to 20 bits
;;   0x20000  bit sets, hashed to 17 bits: windows with the character behind them, with the one
;;   0x24000    before them,
;;   0x28000    and the three characters that short literals begin with
;;   0x2c000  256 characters before the block; from 0x2c100 the block, and 256 more
;;   0xa0000  a block in UTF-8, up to three bytes a character
;;   0xbbf00  a byte for each character: 1 for signs of notations
;;   0xbc000  bit set, hashed to 17 bits: of the three characters those that count in a word's place only
;;   0xc0000  table of windows and threes, open addressing: each with where its entries begin and how many
;;   0xe0000  entries, 16 bytes each: literal, offset, length, needs and where its characters are
;;   0x100000 characters of literals, ASCII letters small
;;   0x120000 places: three numbers each
(module
  (memory (export "memory") 50)

  ;; What the step before left: masks of its sixty-four characters, and how many characters of tokens
  ;; it ended with, all steps before it included.
  (global $digits (mut i64) (i64.const 0))
  (global $hexes (mut i64) (i64.const 0))
  (global $run (mut i32) (i32.const 0))
  (global $out (mut i32) (i32.const 0))

  ;; No text has so many places that they do not fit; if one had, going on would be to miss some.
  (func $put (param $kind i32) (param $at i32) (param $what i32)
    (if (i32.ge_u (global.get $out) (i32.const 0x31fff0)) (then (unreachable)))
    (i32.store (global.get $out) (local.get $kind))
    (i32.store offset=4 (global.get $out) (local.get $at))
    (i32.store offset=8 (global.get $out) (local.get $what))
    (global.set $out (i32.add (global.get $out) (i32.const 12))))

  ;; Writes $length bytes of UTF-8 to $to, one byte for each unit of UTF-16: what is not ASCII as 255.
  ;; May write up to fifteen bytes too many; answers where the text ends.
  (func (export "narrow") (param $length i32) (param $to i32) (result i32)
    (local $from i32)
    (local $end i32)
    (local $text v128)
    (local $ascii i32)
    (local $lead i32)
    (local.set $from (i32.const 0xa0000))
    (local.set $end (i32.add (local.get $from) (local.get $length)))
    (block $done
      (loop $next
        ;; As long as all is ASCII, sixty-four at a time.
        (block $mixed
          (loop $ascii64
            (br_if $mixed (i32.lt_s (i32.sub (local.get $end) (local.get $from)) (i32.const 64)))
            (br_if $mixed
              (i8x16.bitmask
                (v128.or
                  (v128.or
                    (v128.load (local.get $from))
                    (v128.load offset=16 (local.get $from)))
                  (v128.or
                    (v128.load offset=32 (local.get $from))
                    (v128.load offset=48 (local.get $from))))))
            (v128.store (local.get $to) (v128.load (local.get $from)))
            (v128.store offset=16 (local.get $to) (v128.load offset=16 (local.get $from)))
            (v128.store offset=32 (local.get $to) (v128.load offset=32 (local.get $from)))
            (v128.store offset=48 (local.get $to) (v128.load offset=48 (local.get $from)))
            (local.set $from (i32.add (local.get $from) (i32.const 64)))
            (local.set $to (i32.add (local.get $to) (i32.const 64)))
            (br $ascii64)))
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $text (v128.load (local.get $from)))
        (v128.store (local.get $to) (local.get $text))
        (local.set $ascii (i32.ctz (i32.or (i8x16.bitmask (local.get $text)) (i32.const 0x10000))))
        (if (i32.gt_u (local.get $ascii) (i32.sub (local.get $end) (local.get $from)))
          (then (local.set $ascii (i32.sub (local.get $end) (local.get $from)))))
        (local.set $to (i32.add (local.get $to) (local.get $ascii)))
        (local.set $from (i32.add (local.get $from) (local.get $ascii)))
        (br_if $next (i32.eq (local.get $ascii) (i32.const 16)))
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $lead (i32.load8_u (local.get $from)))
        ;; Four bytes are two units, three or two are one.
        (i32.store16 (local.get $to) (i32.const 0xffff))
        (local.set $to
          (i32.add (local.get $to) (i32.add (i32.const 1) (i32.ge_u (local.get $lead) (i32.const 0xf0)))))
        (local.set $from
          (i32.add
            (local.get $from)
            (i32.add
              (i32.const 2)
              (i32.add
                (i32.ge_u (local.get $lead) (i32.const 0xe0))
                (i32.ge_u (local.get $lead) (i32.const 0xf0))))))
        (br $next)))
    (local.get $to))

  (func $isSmall (param $code i32) (result i32)
    (i32.lt_u (i32.sub (local.get $code) (i32.const 97)) (i32.const 26)))

  ;; Whether what a literal needs about it is missing: 1 to be a word, 2 a sign behind it.
  (func $isInVain (param $needs i32) (param $start i32) (param $end i32) (result i32)
    (local $behind i32)
    (local.set $behind (i32.load8_u (local.get $end)))
    (if (i32.eq (local.get $needs) (i32.const 2))
      (then (return (i32.eqz (i32.load8_u offset=0xbbf00 (local.get $behind))))))
    (if (i32.and
          (call $isSmall (i32.load8_u (local.get $start)))
          (call $isSmall (i32.load8_u (i32.sub (local.get $start) (i32.const 1)))))
      (then (return (i32.const 1))))
    ;; `n` and `c` begin `number` and `code`.
    (i32.and
      (i32.and
        (call $isSmall (local.get $behind))
        (call $isSmall (i32.or (i32.load8_u (i32.sub (local.get $end) (i32.const 1))) (i32.const 32))))
      (i32.and
        (i32.ne (local.get $behind) (i32.const 110))
        (i32.ne (local.get $behind) (i32.const 99)))))

  ;; Whether the characters from $from on are those at $pool, if ASCII letters are made small.
  (func $isSame (param $from i32) (param $pool i32) (param $length i32) (result i32)
    (local $end i32)
    (local $code i32)
    (local.set $end (i32.add (local.get $from) (local.get $length)))
    (loop $next
      (local.set $code (i32.load8_u (local.get $from)))
      (if (i32.lt_u (i32.sub (local.get $code) (i32.const 65)) (i32.const 26))
        (then (local.set $code (i32.or (local.get $code) (i32.const 32)))))
      (if (i32.ne (local.get $code) (i32.load8_u (local.get $pool))) (then (return (i32.const 0))))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (local.set $pool (i32.add (local.get $pool) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end))))
    (i32.const 1))

  ;; Puts the literals that stand where $key, a window or three characters, is at $from. They are shorter
  ;; than what is in memory to either side of the block.
  (func $putLiterals (param $key i32) (param $from i32) (param $at i32)
    (local $slot i32)
    (local $known i32)
    (local $entry i32)
    (local $end i32)
    (local $start i32)
    (local $length i32)
    (local.set $slot (i32.shr_u (i32.mul (local.get $key) (i32.const 0x85ebca6b)) (i32.const 18)))
    (block $found
      (loop $probe
        (local.set $known (i32.load offset=0xc0000 (i32.shl (local.get $slot) (i32.const 3))))
        (br_if $found (i32.eq (local.get $known) (local.get $key)))
        (if (i32.eqz (local.get $known)) (then (return)))
        (local.set $slot (i32.and (i32.add (local.get $slot) (i32.const 1)) (i32.const 0x3fff)))
        (br $probe)))
    (local.set $entry (i32.load offset=0xc0004 (i32.shl (local.get $slot) (i32.const 3))))
    (local.set $end
      (i32.add
        (i32.shr_u (local.get $entry) (i32.const 8))
        (i32.shl (i32.and (local.get $entry) (i32.const 255)) (i32.const 4))))
    (local.set $entry (i32.shr_u (local.get $entry) (i32.const 8)))
    (loop $next
      (local.set $start (i32.sub (local.get $from) (i32.load offset=4 (local.get $entry))))
      (local.set $length (i32.load16_u offset=8 (local.get $entry)))
      (block $not
        (br_if $not
          (i32.eqz
            (call $isSame
              (local.get $start)
              (i32.load offset=12 (local.get $entry))
              (local.get $length))))
        (if (i32.load16_u offset=10 (local.get $entry))
          (then
            (br_if $not
              (call $isInVain
                (i32.load16_u offset=10 (local.get $entry))
                (local.get $start)
                (i32.add (local.get $start) (local.get $length))))))
        (call $put
          (i32.const 0)
          (i32.sub (local.get $at) (i32.load offset=4 (local.get $entry)))
          (i32.load (local.get $entry))))
      (local.set $entry (i32.add (local.get $entry) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $entry) (local.get $end)))))

  ;; Tries three characters that short literals begin with; not where these are to be words, and the
  ;; characters are in the middle of one.
  (func $tryShort (param $from i32) (param $at i32) (param $three i32) (param $hash i32)
    (if (i32.and
          (call $isSmall (i32.load8_u (i32.sub (local.get $from) (i32.const 1))))
          (call $isSmall (i32.load8_u (local.get $from))))
      (then
        (if
          (i32.and
            (i32.shr_u
              (i32.load8_u offset=0xbc000 (i32.shr_u (local.get $hash) (i32.const 3)))
              (i32.and (local.get $hash) (i32.const 7)))
            (i32.const 1))
          (then (return)))))
    (call $putLiterals (local.get $three) (local.get $from) (local.get $at)))

  ;; Tries the window that begins at $from if what stands about it can be one of the literals; the short
  ;; ones are at its beginning, or a character further. Calls would take longer than all that is done
  ;; here, which is the same four times: a hash of 17 bits, looked up in a bit set.
  (func $tryWindow (param $from i32) (param $at i32)
    (local $window i32)
    (local $three i32)
    (local $hash i32)
    (local.set $window (i32.or (i32.load (local.get $from)) (i32.const 0x20202020)))
    (block $not
      (block $likely
        (local.set $hash
          (i32.shr_u (i32.mul (i32.xor
              (local.get $window)
              (i32.mul
                (i32.or (i32.load8_u offset=4 (local.get $from)) (i32.const 32))
                (i32.const 0x27d4eb2f))) (i32.const 0x85ebca6b)) (i32.const 15)))
        (br_if $likely
          (i32.and
            (i32.shr_u
              (i32.load8_u offset=0x20000 (i32.shr_u (local.get $hash) (i32.const 3)))
              (i32.and (local.get $hash) (i32.const 7)))
            (i32.const 1)))
        (local.set $hash
          (i32.shr_u (i32.mul (i32.xor
              (local.get $window)
              (i32.mul
                (i32.or (i32.load8_u (i32.sub (local.get $from) (i32.const 1))) (i32.const 32))
                (i32.const 0x27d4eb2f))) (i32.const 0x85ebca6b)) (i32.const 15)))
        (br_if $not
          (i32.eqz
            (i32.and
            (i32.shr_u
              (i32.load8_u offset=0x24000 (i32.shr_u (local.get $hash) (i32.const 3)))
              (i32.and (local.get $hash) (i32.const 7)))
            (i32.const 1)))))
      (call $putLiterals (local.get $window) (local.get $from) (local.get $at)))
    (local.set $three (i32.and (local.get $window) (i32.const 0xffffff)))
    (local.set $hash
      (i32.shr_u (i32.mul (local.get $three) (i32.const 0x85ebca6b)) (i32.const 15)))
    (if
      (i32.and
            (i32.shr_u
              (i32.load8_u offset=0x28000 (i32.shr_u (local.get $hash) (i32.const 3)))
              (i32.and (local.get $hash) (i32.const 7)))
            (i32.const 1))
      (then (call $tryShort (local.get $from) (local.get $at) (local.get $three) (local.get $hash))))
    (local.set $three (i32.shr_u (local.get $window) (i32.const 8)))
    (local.set $hash
      (i32.shr_u (i32.mul (local.get $three) (i32.const 0x85ebca6b)) (i32.const 15)))
    (if
      (i32.and
            (i32.shr_u
              (i32.load8_u offset=0x28000 (i32.shr_u (local.get $hash) (i32.const 3)))
              (i32.and (local.get $hash) (i32.const 7)))
            (i32.const 1))
      (then
        (call $tryShort
          (i32.add (local.get $from) (i32.const 1))
          (i32.add (local.get $at) (i32.const 1))
          (local.get $three)
          (local.get $hash)))))

  ;; Whether a run has a digit, or twelve capitals side by side, or turns from small letters to capitals
  ;; as often as no name does: once in six characters. What begins before what is in memory counts as such.
  (func $isOdd (param $from i32) (param $length i32) (result i32)
    (local $end i32)
    (local $text v128)
    (local $within i32)
    (local $small i32)
    (local $capitals i32)
    (local $row i32)
    (local $turns i32)
    (if (i32.lt_s (local.get $from) (i32.const 0x2c000)) (then (return (i32.const 1))))
    (local.set $end (i32.add (local.get $from) (local.get $length)))
    (loop $next
      (local.set $text (v128.load (local.get $from)))
      (local.set $within
        (if (result i32) (i32.lt_s (i32.sub (local.get $end) (local.get $from)) (i32.const 16))
          (then
            (i32.sub
              (i32.shl (i32.const 1) (i32.sub (local.get $end) (local.get $from)))
              (i32.const 1)))
          (else (i32.const 0xffff))))
      (if (i32.and
            (local.get $within)
            (i8x16.bitmask
              (i8x16.lt_u
                (i8x16.sub (local.get $text) (i8x16.splat (i32.const 48)))
                (i8x16.splat (i32.const 10)))))
        (then (return (i32.const 1))))
      ;; The small letters of this step above those of the step before.
      (local.set $small
        (i32.or
          (i32.shr_u (local.get $small) (i32.const 16))
          (i32.shl
            (i8x16.bitmask
              (i8x16.lt_u
                (i8x16.sub (local.get $text) (i8x16.splat (i32.const 97)))
                (i8x16.splat (i32.const 26))))
            (i32.const 16))))
      (local.set $capitals
        (i32.or
          (i32.shr_u (local.get $capitals) (i32.const 16))
          (i32.shl
            (i32.and
              (local.get $within)
              (i8x16.bitmask
                (i8x16.lt_u
                  (i8x16.sub (local.get $text) (i8x16.splat (i32.const 65)))
                  (i8x16.splat (i32.const 26)))))
            (i32.const 16))))
      (local.set $row (i32.and (local.get $capitals) (i32.shl (local.get $capitals) (i32.const 1))))
      (local.set $row (i32.and (local.get $row) (i32.shl (local.get $row) (i32.const 2))))
      (if (i32.and
            (i32.and (local.get $row) (i32.shl (local.get $row) (i32.const 4)))
            (i32.shl (local.get $row) (i32.const 8)))
        (then (return (i32.const 1))))
      (local.set $turns
        (i32.add
          (local.get $turns)
          (i32.popcnt
            (i32.shr_u
              (i32.and (local.get $capitals) (i32.shl (local.get $small) (i32.const 1)))
              (i32.const 16)))))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end))))
    (i32.gt_u
      (i32.mul (i32.add (local.get $turns) (i32.const 1)) (i32.const 6))
      (local.get $length)))

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

  (func $putRun (param $from i32) (param $at i32) (param $length i32)
    (if (i32.eqz (call $isOdd (local.get $from) (local.get $length))) (then (return)))
    (call $putJoints (local.get $from) (local.get $at) (local.get $length))
    (call $put (i32.const 4) (local.get $at) (local.get $length)))

  ;; Puts a mask of the sixty-four characters from $at on, in halves.
  (func $putMask (param $kind i32) (param $at i32) (param $mask i64)
    (if (i32.wrap_i64 (local.get $mask))
      (then (call $put (local.get $kind) (local.get $at) (i32.wrap_i64 (local.get $mask)))))
    (local.set $mask (i64.shr_u (local.get $mask) (i64.const 32)))
    (if (i32.wrap_i64 (local.get $mask))
      (then
        (call $put
          (local.get $kind)
          (i32.add (local.get $at) (i32.const 32))
          (i32.wrap_i64 (local.get $mask))))))

  ;; Puts what is not ASCII of the sixty-four characters at $from.
  (func $putForeign (param $from i32) (param $at i32)
    (call $putMask
      (i32.const 1)
      (local.get $at)
      (i64.or
        (i64.or
          (i64.extend_i32_u (i8x16.bitmask (v128.load (local.get $from))))
          (i64.shl
            (i64.extend_i32_u (i8x16.bitmask (v128.load offset=16 (local.get $from))))
            (i64.const 16)))
        (i64.or
          (i64.shl
            (i64.extend_i32_u (i8x16.bitmask (v128.load offset=32 (local.get $from))))
            (i64.const 32))
          (i64.shl
            (i64.extend_i32_u (i8x16.bitmask (v128.load offset=48 (local.get $from))))
            (i64.const 48))))))

  (func $isHex (param $code i32) (result i32)
    (i32.or
      (i32.lt_u (i32.sub (local.get $code) (i32.const 48)) (i32.const 10))
      (i32.lt_u
        (i32.sub (i32.or (local.get $code) (i32.const 32)) (i32.const 97))
        (i32.const 6))))

  ;; Of `:` and `-` behind two hexadecimal digits, the mask, those that end a group: `:hh:`, `-hh-`, `hhhh:`.
  (func $putSeparators (param $from i32) (param $at i32) (param $mask i64)
    (local $place i32)
    (local $code i32)
    (local $puts i64)
    (loop $next
      (local.set $place
        (i32.add (local.get $from) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
      (local.set $code (i32.load8_u (local.get $place)))
      (if
        (i32.or
          (i32.eq (local.get $code) (i32.load8_u (i32.sub (local.get $place) (i32.const 3))))
          (i32.and
            (i32.eq (local.get $code) (i32.const 58))
            (i32.and
              (call $isHex (i32.load8_u (i32.sub (local.get $place) (i32.const 3))))
              (call $isHex (i32.load8_u (i32.sub (local.get $place) (i32.const 4)))))))
        (then
          (local.set $puts
            (i64.or
              (local.get $puts)
              (i64.and (local.get $mask) (i64.sub (i64.const 0) (local.get $mask)))))))
      (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
      (br_if $next (i64.ne (local.get $mask) (i64.const 0))))
    (call $putMask (i32.const 3) (local.get $at) (local.get $puts)))

  ;; Puts the runs of at least twenty that begin and end within the sixty-four characters at $from; the
  ;; mask has those of runs.
  (func $putInnerRuns (param $from i32) (param $at i32) (param $mask i64)
    (local $long i64)
    (local $start i32)
    (local $length i32)
    (loop $next
      ;; Where twenty begin.
      (local.set $long (i64.and (local.get $mask) (i64.shr_u (local.get $mask) (i64.const 1))))
      (local.set $long (i64.and (local.get $long) (i64.shr_u (local.get $long) (i64.const 2))))
      (local.set $long
        (i64.and
          (i64.and (local.get $long) (i64.shr_u (local.get $long) (i64.const 4)))
          (i64.and
            (i64.shr_u (local.get $long) (i64.const 8))
            (i64.and
              (i64.shr_u (local.get $long) (i64.const 12))
              (i64.shr_u (local.get $long) (i64.const 16))))))
      (if (i64.eqz (local.get $long)) (then (return)))
      (local.set $start (i32.wrap_i64 (i64.ctz (local.get $long))))
      (local.set $length
        (i32.wrap_i64
          (i64.ctz
            (i64.xor
              (i64.shr_u (local.get $mask) (i64.extend_i32_u (local.get $start)))
              (i64.const -1)))))
      ;; One that goes on behind them is not over.
      (if (i32.ge_u (i32.add (local.get $start) (local.get $length)) (i32.const 64)) (then (return)))
      (call $putRun
        (i32.add (local.get $from) (local.get $start))
        (i32.add (local.get $at) (local.get $start))
        (local.get $length))
      (local.set $mask
        (i64.and
          (local.get $mask)
          (i64.shl
            (i64.const -1)
            (i64.extend_i32_u (i32.add (local.get $start) (local.get $length))))))
      (br $next)))

  ;; Looks at so many steps of the block, which begins at character $at of the text; answers how many
  ;; places there are. A text begins at 0.
  (func (export "find") (param $at i32) (param $steps i32) (result i32)
    (local $from i32)
    (local $end i32)
    (local $text v128)
    (local $hashes v128)
    (local $bytes v128)
    (local $even v128)
    (local $odd v128)
    (local $kinds v128)
    (local $foreign v128)
    (local $windows i64)
    (local $digits i64)
    (local $hexes i64)
    (local $signs i64)
    (local $tokens i64)
    (local $lastDigits i64)
    (local $lastHexes i64)
    (local $mask i64)
    (local $run i32)
    (global.set $out (i32.const 0x120000))
    (if (i32.eqz (local.get $at))
      (then
        (global.set $digits (i64.const 0))
        (global.set $hexes (i64.const 0))
        (global.set $run (i32.const 0))))
    (local.set $lastDigits (global.get $digits))
    (local.set $lastHexes (global.get $hexes))
    (local.set $run (global.get $run))
    (local.set $from (i32.const 0x2c100))
    (local.set $end (i32.add (local.get $from) (i32.shl (local.get $steps) (i32.const 6))))
    (block $done
      (loop $step
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $foreign (v128.const i32x4 0 0 0 0))
        ;; Sixteen characters at a time; after four times all masks are full.
        (loop $quarter
          (local.set $text (v128.load (local.get $from)))
          (local.set $foreign (v128.or (local.get $foreign) (local.get $text)))

          ;; Windows at every second character, four at a time: their hashes, the bytes of the bit set
          ;; that these lead to, and of each byte the one bit.
          (local.set $hashes
            (i32x4.shr_u
              (i32x4.mul
                (v128.or (local.get $text) (i8x16.splat (i32.const 32)))
                (i32x4.splat (i32.const 0x297a2d39)))
              (i32.const 12)))
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
          (local.set $windows
            (i64.or
              (i64.shr_u (local.get $windows) (i64.const 16))
              (i64.shl
                (i64.extend_i32_u
                  (i8x16.bitmask
                    (i8x16.ne
                      (v128.or (local.get $even) (i32x4.shl (local.get $odd) (i32.const 16)))
                      (v128.const i32x4 0 0 0 0))))
                (i64.const 48))))

          ;; Kinds of characters, a bit each: what the lower four bits can be, and what the upper ones.
          ;; 1 digit, 2 `a` to `f`, 4 and 8 letters, 16 `+ . /`, 32 `_`, 64 `-`, 128 `:`.
          (local.set $kinds
            (v128.and
              (i8x16.swizzle
                (v128.const i8x16
                  9 15 15 15 15 15 15 13 13 13 140 20 4 68 20 52)
                (v128.and (local.get $text) (i8x16.splat (i32.const 15))))
              (i8x16.swizzle
                (v128.const i8x16 0 0 80 129 6 40 6 8 0 0 0 0 0 0 0 0)
                (i8x16.shr_u (local.get $text) (i32.const 4)))))
          (local.set $digits
            (i64.or
              (i64.shr_u (local.get $digits) (i64.const 16))
              (i64.shl
                (i64.extend_i32_u (i8x16.bitmask (i16x8.shl (local.get $kinds) (i32.const 7))))
                (i64.const 48))))
          (local.set $hexes
            (i64.or
              (i64.shr_u (local.get $hexes) (i64.const 16))
              (i64.shl
                (i64.extend_i32_u (i8x16.bitmask (i16x8.shl (local.get $kinds) (i32.const 6))))
                (i64.const 48))))
          (local.set $signs
            (i64.or
              (i64.shr_u (local.get $signs) (i64.const 16))
              (i64.shl
                (i64.extend_i32_u
                  (i8x16.bitmask
                    (v128.or (local.get $kinds) (i16x8.shl (local.get $kinds) (i32.const 1)))))
                (i64.const 48))))
          ;; All but `:`, and `=`.
          (local.set $tokens
            (i64.or
              (i64.shr_u (local.get $tokens) (i64.const 16))
              (i64.shl
                (i64.extend_i32_u
                  (i8x16.bitmask
                    (v128.or
                      (i8x16.gt_s (local.get $kinds) (v128.const i32x4 0 0 0 0))
                      (i8x16.eq (local.get $text) (i8x16.splat (i32.const 61))))))
                (i64.const 48))))
          (local.set $from (i32.add (local.get $from) (i32.const 16)))
          (br_if $quarter (i32.and (local.get $from) (i32.const 63))))
        (local.set $from (i32.sub (local.get $from) (i32.const 64)))

        (block $noMore
          (loop $next
            (br_if $noMore (i64.eqz (local.get $windows)))
            (call $tryWindow
              (i32.add (local.get $from) (i32.wrap_i64 (i64.ctz (local.get $windows))))
              (i32.add (local.get $at) (i32.wrap_i64 (i64.ctz (local.get $windows)))))
            (local.set $windows
              (i64.and (local.get $windows) (i64.sub (local.get $windows) (i64.const 1))))
            (br $next)))

        (if (i8x16.bitmask (local.get $foreign))
          (then (call $putForeign (local.get $from) (local.get $at))))

        ;; Two digits side by side: the mask has the second one.
        (local.set $mask
          (i64.and
            (local.get $digits)
            (i64.or
              (i64.shl (local.get $digits) (i64.const 1))
              (i64.shr_u (local.get $lastDigits) (i64.const 63)))))
        (local.set $lastDigits (local.get $digits))
        (if (i64.ne (local.get $mask) (i64.const 0))
          (then (call $putMask (i32.const 2) (local.get $at) (local.get $mask))))

        ;; `:` and `-` behind two hexadecimal digits.
        (local.set $hexes (i64.or (local.get $hexes) (local.get $digits)))
        (local.set $mask
          (i64.and
            (local.get $signs)
            (i64.and
              (i64.or
                (i64.shl (local.get $hexes) (i64.const 1))
                (i64.shr_u (local.get $lastHexes) (i64.const 63)))
              (i64.or
                (i64.shl (local.get $hexes) (i64.const 2))
                (i64.shr_u (local.get $lastHexes) (i64.const 62))))))
        (local.set $lastHexes (local.get $hexes))
        (if (i64.ne (local.get $mask) (i64.const 0))
          (then (call $putSeparators (local.get $from) (local.get $at) (local.get $mask))))

        ;; Runs of characters of tokens: letters, digits and `+ - . / = _`.
        (if (i64.eq (local.get $tokens) (i64.const -1))
          (then (local.set $run (i32.add (local.get $run) (i32.const 64))))
          (else
            ;; What the step before ended with ends here: so many characters more belong to it.
            (local.set $mask (i64.ctz (i64.xor (local.get $tokens) (i64.const -1))))
            (local.set $run (i32.add (local.get $run) (i32.wrap_i64 (local.get $mask))))
            (if (i32.ge_u (local.get $run) (i32.const 20))
              (then
                (call $putRun
                  (i32.sub
                    (i32.add (local.get $from) (i32.wrap_i64 (local.get $mask)))
                    (local.get $run))
                  (i32.sub
                    (i32.add (local.get $at) (i32.wrap_i64 (local.get $mask)))
                    (local.get $run))
                  (local.get $run))))
            (local.set $mask
              (i64.and (local.get $tokens) (i64.shl (i64.const -1) (local.get $mask))))
            (call $putInnerRuns (local.get $from) (local.get $at) (local.get $mask))
            (local.set $run
              (i32.wrap_i64 (i64.clz (i64.xor (local.get $tokens) (i64.const -1)))))))

        (local.set $from (i32.add (local.get $from) (i32.const 64)))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (br $step)))
    (global.set $digits (local.get $lastDigits))
    (global.set $hexes (local.get $lastHexes))
    (global.set $run (local.get $run))
    (i32.div_u (i32.sub (global.get $out) (i32.const 0x120000)) (i32.const 12))))
