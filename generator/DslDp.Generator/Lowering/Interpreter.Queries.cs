using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>Queries and iterators compute what they compute when they are read; the proof computes it where they stand.</summary>
internal sealed partial class Interpreter
{
    private static readonly ImmutableHashSet<string> Deferred = ImmutableHashSet.Create("AsEnumerable", "Cast", "Reverse", "Skip", "Take", "Append", "Prepend", "Concat", "Zip", "Select", "SelectMany", "Where", "SkipLast", "TakeLast", "Index");

    /// <summary>
    /// A query computes what it computes when it is read. One that is read on the spot sees what its variables hold there; any other is refused,
    /// unless what reads it stands around it and nothing that it uses is ever set again.
    /// </summary>
    private AbstractValue? IsReadLater(IOperation query, Frame frame)
    {
        var outermost = query;
        while (true)
        {
            var reader = outermost.Parent;
            while (reader is IConversionOperation or IArgumentOperation or IParenthesizedOperation or ITranslatedQueryOperation) reader = reader.Parent;
            reader = ReaderOfResults(reader) ?? reader;
            if (reader is IInvocationOperation { TargetMethod: var method } around && PlatformTypes.IsOfLinq(method))
            {
                if (!Deferred.Contains(method.Name)) return null;
                outermost = around;
                continue;
            }

            if (reader is IObjectCreationOperation { Type: var made } && PlatformTypes.IsList(made)) return null;
            if (reader is IInvocationOperation { TargetMethod: { Name: "AddRange" } addRange } && PlatformTypes.IsList(addRange.ContainingType)) return null;
            if (reader is IInvocationOperation { TargetMethod: var maker } && PlatformTypes.MakesImmutableList(maker)) return null;
            if (reader?.Syntax is SpreadElementSyntax) return null;
            if (reader is IInvocationOperation { TargetMethod: var torch } read && known.IsFromTorchSharp(torch) && read.Arguments.All(other => other.DescendantsAndSelf().Contains(outermost) || !other.Descendants().Any(inner => inner is IInvocationOperation || HasEffect(inner)))) return null;
            var isReadAround = reader is IForEachLoopOperation || reader is IInvocationOperation { TargetMethod: var called } && known.IsFromTorchSharp(called);
            if ((isReadAround || IsReadOnce(outermost)) && UsesOnlyWhatStays(outermost)) return null;
            Skip(outermost, frame);
            frame.Construction?.Distrust($"the constructor has a query that may be read later: {outermost.Syntax}", sites.Of(outermost.Syntax));
            return Refuse(
                frame,
                Reason.UnsupportedCode,
                outermost.Syntax,
                "a query that is computed only when it is read, by when its variables may hold something else, is not something that the proof follows",
                "end it with ToArray()");
        }
    }

    /// <summary>What reads the lists that a function returns, one after the other: <c>SelectMany(i => …)</c>.</summary>
    private static IOperation? ReaderOfResults(IOperation? returned) =>
        returned is IReturnOperation { Parent: IBlockOperation { Operations.Length: 1, Parent: IAnonymousFunctionOperation { Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "SelectMany" } method } around } } } } } && PlatformTypes.IsOfLinq(method) ? around : null;

    /// <summary>A query in a variable that is read once, further down in the same block, with nothing between that writes into a tensor.</summary>
    private static bool IsReadOnce(IOperation query)
    {
        while (query.Parent is IConversionOperation or IVariableInitializerOperation) query = query.Parent;
        if (query.Parent is not IVariableDeclaratorOperation { Symbol: var variable, Parent: IVariableDeclarationOperation { Parent: IVariableDeclarationGroupOperation { Parent: IBlockOperation block } group } }) return false;
        var uses = RootOf(block).Descendants().OfType<ILocalReferenceOperation>().Where(use => SymbolEqualityComparer.Default.Equals(use.Local, variable)).ToArray();
        if (uses.Length != 1) return false;
        IOperation statement = uses[0];
        for (; statement.Parent is { } around && around != block; statement = around)
        {
            if (around is ILoopOperation loop && !(loop is IForEachLoopOperation each && each.Collection.DescendantsAndSelf().Contains(uses[0])) || around is IAnonymousFunctionOperation or ILocalFunctionOperation) return false;
        }

        var (declared, read) = (block.Operations.IndexOf(group), block.Operations.IndexOf(statement));
        return read > declared && !block.Operations.Skip(declared).Take(read - declared + 1).SelectMany(between => between.Descendants())
            .Any(between => between is IInvocationOperation { TargetMethod.Name: var name } && name.EndsWith("_", System.StringComparison.Ordinal));
    }

    /// <summary>Whether each variable that the functions of a query see is set once, where it is declared, and no list or function is among what it uses.</summary>
    private static bool UsesOnlyWhatStays(IOperation query)
    {
        var root = query;
        while (root.Parent is not null) root = root.Parent;
        var assigned = new HashSet<ISymbol?>(root.Descendants().Select(Written).SelectMany(target => target?.DescendantsAndSelf() ?? []).Select(VariableOf), SymbolEqualityComparer.Default);
        return query.Descendants().All(use => use switch
        {
            IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } or IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } => false,
            IDelegateCreationOperation or IAnonymousFunctionOperation => true,
            { Type: { } type } when IsGrowing(type) || type.TypeKind == TypeKind.Delegate => false,
            _ => VariableOf(use) is not { } variable || !assigned.Contains(variable) || !IsInFunction(use, query),
        });

        static IOperation? Written(IOperation operation) => operation switch
        {
            IAssignmentOperation assignment => assignment.Target,
            IIncrementOrDecrementOperation increment => increment.Target,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => argument.Value,
            _ => null,
        };

        static ISymbol? VariableOf(IOperation use) => (use as ILocalReferenceOperation)?.Local ?? (ISymbol?)(use as IParameterReferenceOperation)?.Parameter;

        static bool IsInFunction(IOperation use, IOperation query)
        {
            for (var around = use; around != query; around = around.Parent!)
            {
                if (around is IAnonymousFunctionOperation) return true;
            }

            return false;
        }
    }
}
