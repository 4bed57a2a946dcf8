namespace DslDp;

/// <summary>
/// The trained model is audited by attacks, for instance membership inference, and this says how and where the result lies. Expected of a model
/// whose budget exceeds ε = 10, where the theorem alone is no evidence; the privacy report lists it as declared.
/// </summary>
/// <example>
/// <code>
/// [DpModel]
/// [PrivacyBudget(epsilon: 12.0, delta: 1e-6)]
/// [Audit("Membership inference with 1,000 canaries, monthly; results in docs/audits/")]
/// </code>
/// </example>
/// <param name="evidence">How the model is audited and where the result lies, a sentence for the reader of the report. Not empty.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AuditAttribute(string evidence) : Attribute
{
    /// <summary>How the model is audited and where the result lies.</summary>
    public string Evidence { get; } = evidence;
}
