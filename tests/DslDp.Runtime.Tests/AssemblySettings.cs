// TorchSharp 0.107 does not keep a Scalar alive while libtorch reads it, and tests write x * 0.5 and x.pow(2) as anyone would: a test on
// another thread that sets off a garbage collection could take the number away. libtorch's threads belong to the whole process, too.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
