namespace DslDp.Reporting;

/// <summary>The mechanism: sampling, clipping and noise. What happened is taken from the ledger.</summary>
public sealed record MechanismSection
{
    /// <summary>The algorithm and its source.</summary>
    public required string Name { get; init; }

    /// <summary>How batches are drawn.</summary>
    public required string Sampling { get; init; }

    /// <summary>q: the probability with which each record joined each batch; null when no step ran.</summary>
    public required double? SamplingProbability { get; init; }

    /// <summary>Number of records in the private data set, taken as public.</summary>
    public required long Records { get; init; }

    /// <summary>By which the sums are divided: never by the size of a draw.</summary>
    public required long ExpectedBatchSize { get; init; }

    /// <summary>C: no example's gradient counts with a greater Euclidean norm.</summary>
    public required double ClipNorm { get; init; }

    /// <summary>σ: standard deviation of the noise in multiples of C; null when no step ran.</summary>
    public required double? NoiseMultiplier { get; init; }

    /// <summary>σ · C, the standard deviation of the noise on each entry of the sum; null when no step ran.</summary>
    public required double? NoiseDeviation { get; init; }

    /// <summary>Steps planned.</summary>
    public required long StepsPlanned { get; init; }

    /// <summary>Steps charged, each before the data were touched.</summary>
    public required long StepsRun { get; init; }

    /// <summary>How the run ended.</summary>
    public required RunEnding Ending { get; init; }
}

/// <summary>How a run ended.</summary>
public enum RunEnding
{
    /// <summary>All the planned steps were taken.</summary>
    Completed,

    /// <summary>The run was cancelled or finished before all the planned steps were taken.</summary>
    EndedEarly,

    /// <summary>A step failed. It is charged all the same.</summary>
    StepFailed,
}

/// <summary>Where the random numbers came from, and how real numbers are represented.</summary>
public sealed record RandomnessSection
{
    /// <summary>The type that drew the batches.</summary>
    public required string Sampler { get; init; }

    /// <summary>The type that drew the noise.</summary>
    public required string Noise { get; init; }

    /// <summary>Whether both are secret: a guarantee holds only then.</summary>
    public required bool IsSecret { get; init; }

    /// <summary>The source of the batches, in words.</summary>
    public required string SamplerSource { get; init; }

    /// <summary>The source of the noise, in words.</summary>
    public required string NoiseSource { get; init; }

    /// <summary>How floating-point numbers are treated.</summary>
    public required string FloatingPoint { get; init; }
}

/// <summary>Something that the guarantee rests on.</summary>
public sealed record ReportedAssumption
{
    /// <summary>What must be true, as a sentence.</summary>
    public required string Statement { get; init; }

    /// <summary>On what it rests.</summary>
    public required AssumptionBasis Basis { get; init; }

    /// <summary>True where the compiler or the run found it so, false where it does not hold, null where only a person can say.</summary>
    public required bool? Holds { get; init; }

    /// <summary>How it was proved or is checked, or who vouches for it and why.</summary>
    public required string Because { get; init; }

    /// <summary>The part of the report or of the documentation to look at; null where there is none.</summary>
    public string? See { get; init; }
}
