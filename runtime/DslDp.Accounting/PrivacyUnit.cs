namespace DslDp;

/// <summary>Whose data the guarantee protects.</summary>
public enum PrivacyUnit
{
    /// <summary>One record of the data set.</summary>
    Example,

    /// <summary>Everything that one user contributed.</summary>
    User,
}
