using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Incrementality;

/// <summary>
/// Whether two compilations give the same proofs and the same generated text. A proof goes from one declaration to the next by the names in the source,
/// so what it can read of a file that no name leads to is the outline. See docs/decisions/0010.
/// </summary>
internal sealed class SameForProofs : IEqualityComparer<Compilation>
{
    public static SameForProofs Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(Compilation former, Compilation current)
    {
        if (ReferenceEquals(former, current)) return true;
        if (former.AssemblyName != current.AssemblyName || !former.Options.Equals(current.Options) || !HaveSameReferences(former, current)) return false;
        var (before, after) = (former.SyntaxTrees.ToArray(), current.SyntaxTrees.ToArray());
        if (before.Length != after.Length) return false;
        var edited = Enumerable.Range(0, before.Length).Where(index => before[index] != after[index]).ToArray();
        if (edited.Any(index => !HaveSameOutline(before[index], after[index]))) return false;
        if (edited.Length == 0) return true;
        var readable = ReadableIn(before);
        return !edited.Any(index => readable.Contains(before[index]));
    }

    /// <inheritdoc/>
    public int GetHashCode(Compilation compilation) => compilation.AssemblyName?.GetHashCode() ?? 0;

    /// <summary>The files whose bodies a proof may read: those that may hold models, and all that names lead to from there.</summary>
    public static HashSet<SyntaxTree> ReadableIn(IEnumerable<SyntaxTree> files)
    {
        var declaring = files.SelectMany(file => FileOutline.Of(file).Types.Select(name => (Name: name, File: file))).ToLookup(type => type.Name, type => type.File);
        var open = new Stack<SyntaxTree>(files.Where(file => FileOutline.Of(file).IsRoot));
        var readable = new HashSet<SyntaxTree>();
        while (open.Count > 0)
        {
            var file = open.Pop();
            if (!readable.Add(file)) continue;
            foreach (var types in declaring.Where(types => FileOutline.Of(file).Mentioned.Contains(types.Key)))
            {
                foreach (var next in types) open.Push(next);
            }
        }

        return readable;
    }

    private static bool HaveSameOutline(SyntaxTree before, SyntaxTree after) =>
        before.FilePath == after.FilePath && before.Options.Equals(after.Options) && FileOutline.Of(before).Skeleton == FileOutline.Of(after).Skeleton;

    private static bool HaveSameReferences(Compilation former, Compilation current) =>
        former.ExternalReferences.Length == current.ExternalReferences.Length && former.ExternalReferences.Zip(current.ExternalReferences, ReferenceEquals).All(isSame => isSame);
}
