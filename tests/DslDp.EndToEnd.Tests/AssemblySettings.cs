// TorchSharp's default element type, random generator and threads belong to the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
