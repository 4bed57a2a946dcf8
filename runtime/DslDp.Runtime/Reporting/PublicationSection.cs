namespace DslDp.Reporting;

/// <summary>What may be published under the guarantee, and what must not.</summary>
internal static class PublicationSection
{
    private const string Yes = "yes";
    private const string No = "no";

    public static TableSection Of() => new("publication", "What may be published", ["What", "Covered", "Why"],
    [
        ["The weights, at the end and after every step", Yes, "They were computed from the noisy sums only."],
        ["Whatever is computed from the weights without the private data", Yes, "Post-processing costs nothing."],
        ["This report", Yes, "Its numbers do not depend on the content of the data."],
        ["Several runs on the same data, or the choice of the best of them", No, "Each run spends its own ε and δ: add them up."],
        ["Loss, accuracy, gradients or their norms on the private data", No, "They were computed without noise."],
        ["Sizes and members of the batches, and the time that each step took", No, "The guarantee counts on them being secret."],
        ["The private data, and the state of the random generators", No, "With the noise known, it can be taken off again."],
    ]);
}
