namespace DslDp;

/// <summary>The method that bounds the privacy spent.</summary>
public enum AccountantKind
{
    /// <summary>Privacy loss distributions: the tightest bound, exact up to a fine discretisation that errs on the safe side.</summary>
    Pld,

    /// <summary>Rényi differential privacy: a moments bound, a few per cent to some tens of per cent looser, and the fastest.</summary>
    Rdp,
}
