using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Writing;

/// <summary>
/// What identifies the code that a privacy report speaks of: SHA-256 of the model's source and of what was written for it. Line endings count as
/// line feeds, so that a checkout on another system has the same hashes.
/// </summary>
internal static class SourceHash
{
    /// <summary>The member that holds the hashes.</summary>
    public const string Member = "PrivacyPlanSource";

    /// <summary>Of one file its own hash; of several, that of their hashes, sorted, since files have no order and their paths differ between machines.</summary>
    public static string OfFiles(IReadOnlyCollection<SyntaxTree> files, CancellationToken cancellation)
    {
        var hashes = files.Select(file => Of(file.GetText(cancellation).ToString())).OrderBy(hash => hash, StringComparer.Ordinal).ToArray();
        return hashes.Length == 1 ? hashes[0] : Of(string.Concat(hashes));
    }

    /// <summary>The file with both hashes: one of its own, so that a comment in the model does not write the training loop anew.</summary>
    public static GeneratedFile Write(INamedTypeSymbol type, string ofSource, IEnumerable<GeneratedFile> written) =>
        TypeFrame.Write(type, [$"What identifies the code of {type.Name} in its privacy report."], null, PartHead.Plain, writer => writer.Lines($$"""
            /// <summary>SHA-256 of the model's source, as the compiler read it, and of the code that was written for it.</summary>
            private static global::DslDp.SourceHashes {{Member}} => new(
                ModelSource: "{{ofSource}}",
                GeneratedCode: "{{Of(string.Concat(written.Select(file => file.Text)))}}");
            """), part: "Source");

    private static string Of(string text)
    {
        using var algorithm = SHA256.Create();
        var bytes = algorithm.ComputeHash(Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n")));
        return "sha256:" + string.Concat(bytes.Select(each => each.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
