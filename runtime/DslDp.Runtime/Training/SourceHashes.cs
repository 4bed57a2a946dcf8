namespace DslDp;

/// <summary>What identifies the code of a model: SHA-256 as <c>sha256:</c> and 64 hexadecimal digits.</summary>
/// <param name="ModelSource">
/// Of the text of the model's class and of everything of the project that the compiler followed from it: blocks, base classes and helpers.
/// </param>
/// <param name="GeneratedCode">Of the text that the compiler wrote into the class, but for this hash.</param>
public sealed record SourceHashes(string ModelSource, string GeneratedCode);
