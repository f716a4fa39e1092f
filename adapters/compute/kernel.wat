;; `C <- C - P . Q^T` over tiles of 4 x 4 doubles, two lanes at a time. P and Q are panels: strips of 4 rows, column by
;; column. Each element adds up its products one by one from 0 and is then subtracted, as core/linear/sweep.ts has it.
;; The module has no memory of its own: threads share the one they are given.
(module
  (import "env" "memory" (memory 1 65536 shared))
  (func (export "update")
    (param $c i32) (param $stride i32)      ;; C and the bytes of one of its rows
    (param $p i32) (param $q i32)           ;; the panels
    (param $width i32)                      ;; columns summed over
    (param $from i32) (param $to i32)       ;; strips of P, which are rows of tiles of C
    (param $columns i32)                    ;; strips of Q, which are columns of tiles of C
    (param $lower i32)                      ;; 1: only tiles on and below the diagonal
    (local $i i32) (local $j i32) (local $strip i32) (local $row i32)
    (local $a i32) (local $b i32) (local $end i32) (local $tile i32)
    (local $s00 v128) (local $s01 v128) (local $s10 v128) (local $s11 v128)
    (local $s20 v128) (local $s21 v128) (local $s30 v128) (local $s31 v128)
    (local $b0 v128) (local $b1 v128) (local $value v128)
    (local.set $strip (i32.shl (local.get $width) (i32.const 5)))
    (if (i32.and (local.get $lower) (i32.gt_u (local.get $columns) (local.get $to)))
      (then (local.set $columns (local.get $to))))
    (block $columnsDone
      (loop $nextColumn
        (br_if $columnsDone (i32.ge_u (local.get $j) (local.get $columns)))
        (local.set $i (local.get $from))
        (if (i32.and (local.get $lower) (i32.gt_u (local.get $j) (local.get $from)))
          (then (local.set $i (local.get $j))))
        (block $rowsDone
          (loop $nextRow
            (br_if $rowsDone (i32.ge_u (local.get $i) (local.get $to)))
            (local.set $a (i32.add (local.get $p) (i32.mul (local.get $i) (local.get $strip))))
            (local.set $b (i32.add (local.get $q) (i32.mul (local.get $j) (local.get $strip))))
            (local.set $end (i32.add (local.get $a) (local.get $strip)))
            (local.set $s00 (v128.const f64x2 0 0)) (local.set $s01 (v128.const f64x2 0 0))
            (local.set $s10 (v128.const f64x2 0 0)) (local.set $s11 (v128.const f64x2 0 0))
            (local.set $s20 (v128.const f64x2 0 0)) (local.set $s21 (v128.const f64x2 0 0))
            (local.set $s30 (v128.const f64x2 0 0)) (local.set $s31 (v128.const f64x2 0 0))
            (loop $nextDepth
              (local.set $b0 (v128.load (local.get $b)))
              (local.set $b1 (v128.load offset=16 (local.get $b)))
              (local.set $value (v128.load64_splat (local.get $a)))
              (local.set $s00 (f64x2.add (local.get $s00) (f64x2.mul (local.get $value) (local.get $b0))))
              (local.set $s01 (f64x2.add (local.get $s01) (f64x2.mul (local.get $value) (local.get $b1))))
              (local.set $value (v128.load64_splat offset=8 (local.get $a)))
              (local.set $s10 (f64x2.add (local.get $s10) (f64x2.mul (local.get $value) (local.get $b0))))
              (local.set $s11 (f64x2.add (local.get $s11) (f64x2.mul (local.get $value) (local.get $b1))))
              (local.set $value (v128.load64_splat offset=16 (local.get $a)))
              (local.set $s20 (f64x2.add (local.get $s20) (f64x2.mul (local.get $value) (local.get $b0))))
              (local.set $s21 (f64x2.add (local.get $s21) (f64x2.mul (local.get $value) (local.get $b1))))
              (local.set $value (v128.load64_splat offset=24 (local.get $a)))
              (local.set $s30 (f64x2.add (local.get $s30) (f64x2.mul (local.get $value) (local.get $b0))))
              (local.set $s31 (f64x2.add (local.get $s31) (f64x2.mul (local.get $value) (local.get $b1))))
              (local.set $a (i32.add (local.get $a) (i32.const 32)))
              (local.set $b (i32.add (local.get $b) (i32.const 32)))
              (br_if $nextDepth (i32.lt_u (local.get $a) (local.get $end))))
            (local.set $tile
              (i32.add
                (i32.add (local.get $c) (i32.mul (i32.shl (local.get $i) (i32.const 2)) (local.get $stride)))
                (i32.shl (local.get $j) (i32.const 5))))
            (v128.store (local.get $tile) (f64x2.sub (v128.load (local.get $tile)) (local.get $s00)))
            (v128.store offset=16 (local.get $tile)
              (f64x2.sub (v128.load offset=16 (local.get $tile)) (local.get $s01)))
            (local.set $tile (i32.add (local.get $tile) (local.get $stride)))
            (v128.store (local.get $tile) (f64x2.sub (v128.load (local.get $tile)) (local.get $s10)))
            (v128.store offset=16 (local.get $tile)
              (f64x2.sub (v128.load offset=16 (local.get $tile)) (local.get $s11)))
            (local.set $tile (i32.add (local.get $tile) (local.get $stride)))
            (v128.store (local.get $tile) (f64x2.sub (v128.load (local.get $tile)) (local.get $s20)))
            (v128.store offset=16 (local.get $tile)
              (f64x2.sub (v128.load offset=16 (local.get $tile)) (local.get $s21)))
            (local.set $tile (i32.add (local.get $tile) (local.get $stride)))
            (v128.store (local.get $tile) (f64x2.sub (v128.load (local.get $tile)) (local.get $s30)))
            (v128.store offset=16 (local.get $tile)
              (f64x2.sub (v128.load offset=16 (local.get $tile)) (local.get $s31)))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br $nextRow)))
        (local.set $j (i32.add (local.get $j) (i32.const 1)))
        (br $nextColumn)))))
