namespace DslDp;

/// <summary>How the model is trained: on how many records, in what batches, for how long, by which optimizer.</summary>
/// <remarks>
/// <para>
/// Private training draws each batch at random: every record joins it with probability
/// <c>q = batchSize / records</c>, independently of the others (Poisson sampling). So <c>batchSize</c> is the <em>expected</em>
/// size, and the size of a single batch varies. The randomness of who takes part is a good deal of the protection.
/// </para>
/// <para>
/// Large batches and many epochs suit private training: the noise is added once a step, whatever the size of the batch.
/// 1,024 for 60,000 records is a usual start.
/// </para>
/// <para>
/// Give <see cref="Epochs"/> or <see cref="Steps"/>, not both: each step spends part of the budget, so the number is fixed in
/// advance.
/// </para>
/// </remarks>
/// <example><code>[Training(records: 60_000, batchSize: 1024, Epochs = 30, LearningRate = 0.5, Momentum = 0.9)]</code></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TrainingAttribute : Attribute
{
    /// <summary>The size of the data set is known at build time: noise and guarantee are computed by the compiler.</summary>
    /// <param name="records">
    /// Records in the private data set (users, when the unit of privacy is the user). Training on any other number is refused.
    /// </param>
    /// <param name="batchSize">Expected number of records in a batch: at least 1, at most <paramref name="records"/>.</param>
    public TrainingAttribute(long records, int batchSize)
    {
        Records = records;
        BatchSize = batchSize;
    }

    /// <summary>The size of the data set is known at run time only: the noise is computed then, within the declared budget.</summary>
    /// <param name="batchSize">Expected number of records in a batch: at least 1, at most the number of records.</param>
    public TrainingAttribute(int batchSize) => BatchSize = batchSize;

    /// <summary>Records in the private data set; 0 when known at run time only.</summary>
    public long Records { get; }

    /// <summary>Expected number of records in a batch.</summary>
    public int BatchSize { get; }

    /// <summary>
    /// How many times each record is used on average: <c>steps = Epochs · records / batchSize</c>, rounded down. 0: not given.
    /// </summary>
    public int Epochs { get; set; }

    /// <summary>Number of steps, that is, of updates of the weights, in place of <see cref="Epochs"/>. 0: not given.</summary>
    public int Steps { get; set; }

    /// <summary>The rule that updates the weights. <see cref="OptimizerKind.Sgd"/> by default.</summary>
    public OptimizerKind Optimizer { get; set; } = OptimizerKind.Sgd;

    /// <summary>
    /// Size of the optimizer's step, on the sum of clipped gradients plus noise divided by <see cref="BatchSize"/>. 0.1 by default.
    /// </summary>
    public double LearningRate { get; set; } = 0.1;

    /// <summary>Share of the former update that is carried over to the next, from 0 (the default) to below 1; 0.9 is usual.</summary>
    public double Momentum { get; set; }

    /// <summary>Pull of the weights towards zero: this times the weight is added to its gradient. 0 by default; 1e-4 is usual.</summary>
    public double WeightDecay { get; set; }
}
