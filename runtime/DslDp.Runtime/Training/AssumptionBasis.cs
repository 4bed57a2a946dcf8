namespace DslDp;

/// <summary>On what an assumption of the guarantee rests.</summary>
public enum AssumptionBasis
{
    /// <summary>The compiler proved it from the source.</summary>
    Proved,

    /// <summary>The run checks it, and stops when it does not hold.</summary>
    Checked,

    /// <summary>A person says so.</summary>
    VouchedFor,
}
