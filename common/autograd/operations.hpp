#pragma once
// All differentiable operations. Names and argument order are PyTorch's.

#include "common/autograd/elementwise.hpp"
#include "common/autograd/linear.hpp"
#include "common/autograd/losses.hpp"
#include "common/autograd/reduce.hpp"
#include "common/autograd/softmax.hpp"
