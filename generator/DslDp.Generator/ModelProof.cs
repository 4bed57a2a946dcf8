using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using DslDp.Generator.Diagnostics;
using DslDp.Generator.Lowering;
using DslDp.Generator.Proof;
using DslDp.Generator.Proof.Rules;
using DslDp.Generator.Reading;
using DslDp.Generator.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DslDp.Generator;

/// <summary>The outcome of proving one model.</summary>
/// <param name="IsProved">Each loss value depends on one example and the parameters.</param>
/// <param name="Findings">The refusals; empty also where the code does not compile, and then nothing is proved.</param>
/// <param name="Model">The model as its constructors build it.</param>
/// <param name="Labels">The ranges that inputs must keep to be class labels.</param>
/// <param name="Result">The shape of what forward returns.</param>
/// <param name="Calls">The calls of components that forward makes, in their order.</param>
/// <param name="Uses">Where trained parameters enter, and how that is recorded.</param>
/// <param name="Vouched">The methods that the programmer vouches for, each with its reason.</param>
/// <param name="Files">The files that were read.</param>
internal sealed record ModelProof(bool IsProved, ImmutableArray<Finding> Findings, AbstractValue Model, ImmutableSortedDictionary<string, ClassLabels> Labels, string Result, IReadOnlyList<LayerCall> Calls, RecordedUses Uses, EquatableArray<(string Method, string Why)> Vouched, IReadOnlyCollection<SyntaxTree> Files)
{
    private const int LongestTrail = 6;

    public static ModelProof Of(ModelDeclaration declaration, Compilation compilation, KnownTypes known, CancellationToken cancellation)
    {
        var session = new ProofSession();
        var sites = new SiteMap();
        var interpreter = new Interpreter(compilation, known, session, sites, cancellation);

        var forwardSyntax = SyntaxOf(declaration.Forward);
        var lossSyntax = SyntaxOf(declaration.Loss);
        AbstractValue model = RefusedValue.Instance, result = RefusedValue.Instance, losses = RefusedValue.Instance;
        try
        {
            model = interpreter.BuildModel(declaration.Type);
            var inputs = declaration.Inputs.Select(batch => Batch(batch, session)).ToArray();
            var targets = declaration.Targets.Select(batch => Batch(batch, session)).ToArray();
            result = interpreter.Invoke(declaration.Forward, model, inputs, null, forwardSyntax);
            losses = interpreter.Invoke(declaration.Loss, null, [result, .. targets], null, lossSyntax);

            // The loop takes the losses as they come: where there are none, it fails.
            if (losses is OptionalValue { Tensor: var there }) losses = there;
            RequireOneLossAnExample(losses, session, sites.Of(ReturnOf(lossSyntax)));
        }
        catch (System.InsufficientExecutionStackException)
        {
            session.Refuse(new Refusal(Reason.UnsupportedCode, sites.Of(forwardSyntax), "the code is nested too deeply to be followed", "break it into statements", null));
        }

        var notes = session.Notes.Where(note => sites.NodeOf(note.Site).Parent is not ArgumentSyntax { NameColon: not null });
        var findings = session.Refusals.Concat(notes).Select(refusal => ToFinding(refusal, sites)).ToImmutableArray();
        var isProved = session.Refusals.Count == 0 && !interpreter.IsIncomplete && losses is TensorValue;
        var labels = session.Labels.ToImmutableSortedDictionary(System.StringComparer.Ordinal);
        return new(isProved, findings, model, labels, LayerCall.Describe(result), session.Calls, RecordedUses.Of(session, sites), EquatableArray.From(session.Vouched.Select(call => (call.Method, call.Why)).Distinct()), [.. interpreter.Files.Union(declaration.Type.DeclaringSyntaxReferences.Select(part => part.SyntaxTree))]);
    }

    private static AbstractValue Batch(BatchParameter batch, ProofSession session)
    {
        var axes = batch.Shape.Select(size => size < 0 ? session.FreshLength() : Axis.Of(size)).Prepend(Axis.Examples);
        return new TensorValue(new Shape(axes), ElementTypes.Of(batch.ElementType)) { Input = batch.Name };
    }

    private static void RequireOneLossAnExample(AbstractValue losses, ProofSession session, Site site)
    {
        if (losses is RefusedValue) return;
        if (losses is TensorValue { Shape: { Rank: 1 } shape } tensor && shape[0].IsExamples && tensor.Element is Element.Float or Element.Unknown) return;
        var (what, remedy) = losses switch
        {
            TensorValue { HoldsExamples: true } several => (
                $"the loss is {several}, not one value for each example, [batch]",
                several.Shape is { } axes && axes[0].IsExamples ? $"sum or average it within each example, as in .mean([{Require.OwnAxes(axes)}])" : "bring the examples to axis 0, with one value for each"),
            TensorValue one => ($"the loss is {one}, the same for every batch", "let it depend on the example"),
            UnknownValue unknown => ($"the loss cannot be followed: {unknown.Reason}", "return one value for each example on every path"),
            _ => ("the loss is not a tensor that the compiler can follow", "return one value for each example"),
        };
        session.Refuse(new Refusal(Reason.LossNotPerExample, site, what, remedy, (losses as TensorValue)?.Trail)
        {
            Fix = losses is TensorValue { Shape: { Rank: > 1 } each } && each[0].IsExamples ? new Fix(FixKind.AverageWithinExample, Require.OwnAxes(each)) : null,
        });
    }

    private static Finding ToFinding(Refusal refusal, SiteMap sites)
    {
        var trail = new List<Location>();
        var (site, what) = (refusal.Site, refusal.What);
        if (refusal.Helper is { } helper)
        {
            // A helper that goes wrong for what its caller has chosen is sound elsewhere: the call is at fault.
            var isChosenByCaller = IsChosenByCaller(sites.NodeOf(site), helper);
            trail.Add(LocationOf(sites.NodeOf(isChosenByCaller ? site : helper.Site)));
            if (isChosenByCaller) (site, what) = (helper.Site, $"in {helper.Name}, called here, {what}");
        }

        for (var step = refusal.Trail; step is not null && trail.Count < LongestTrail; step = step.Previous)
        {
            var node = sites.NodeOf(step.Site);
            if (step.Site != site && step.Site != refusal.Site) trail.Add(LocationOf(node));
        }

        return new(Rules.Of(refusal.Reason), LocationOf(sites.NodeOf(site)), what, refusal.Remedy)
        {
            Trail = trail.ToImmutableArray(),
            Origin = refusal.Origin is { } origin ? LocationOf(sites.NodeOf(origin)) : null,
            Fix = site == refusal.Site ? refusal.Fix : null,
        };
    }

    private static bool IsChosenByCaller(SyntaxNode node, HelperCall helper) =>
        node is InvocationExpressionSyntax invocation
        && invocation.ArgumentList.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => helper.Settings.Any(setting => setting == name.Identifier.ValueText));

    /// <summary>Of a chain <c>a.call(x).mean(0)</c>, the end that is at fault: the name that is called, with its arguments.</summary>
    private static Location LocationOf(SyntaxNode node) => node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
        ? Location.Create(node.SyntaxTree, TextSpan.FromBounds(access.Name.SpanStart, node.Span.End))
        : node.GetLocation();

    private static SyntaxNode SyntaxOf(IMethodSymbol method) => method.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax())
        .OfType<MethodDeclarationSyntax>()
        .OrderByDescending(declaration => declaration.Body is not null || declaration.ExpressionBody is not null)
        .First();

    private static SyntaxNode ReturnOf(SyntaxNode method) => method switch
    {
        MethodDeclarationSyntax { ExpressionBody: { } arrow } => arrow.Expression,
        MethodDeclarationSyntax { Body: { } body } => body.DescendantNodes().OfType<ReturnStatementSyntax>().LastOrDefault()?.Expression ?? method,
        _ => method,
    };
}
