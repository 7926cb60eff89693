// The functions of one exercise, made callable from its checker: compiled once for each exercise.

#define PRIMER_WORKER
#include PRIMER_EXERCISE_HEADER
