using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.Generator.Writing;

/// <summary>Writes a method once more, in the user's own words, with the calls of its layers recorded.</summary>
internal sealed class RecordedMethodWriter(RecordedMethods methods, string record) : CSharpSyntaxRewriter
{
    private readonly IReadOnlyDictionary<InvocationExpressionSyntax, Recording> recordings = methods.Recordings;
    private readonly RecordedUses uses = methods.Uses;
    private readonly IReadOnlyDictionary<ExpressionSyntax, FunctionCopy> functions = methods.Functions;

    private const string RecordType = "global::DslDp.Clipping.LayerRecord";

    /// <summary>A name for the record that no method uses for something else.</summary>
    public static string NameFor(IEnumerable<SyntaxNode> nodes)
    {
        var used = new HashSet<string>(nodes.SelectMany(node => node.DescendantTokens()).Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText));
        var name = "record";
        for (var number = 2; used.Contains(name); number++) name = "record" + Text.Literal(number);
        return name;
    }

    /// <param name="recorded">The method as the user wrote it, and the name of its copy.</param>
    /// <param name="accessibility"><c>private</c>, or <c>internal</c> for the forward of a block, which other classes call.</param>
    public string Write(RecordedMethod recorded, string accessibility)
    {
        var method = recorded.Declaration;
        var modifiers = method.Modifiers.Any(SyntaxKind.StaticKeyword) ? accessibility + " static" : accessibility;
        var parameters = method.ParameterList.Parameters.Select(parameter => (ParameterSyntax)Visit(parameter)!).Select(parameter => parameter.WithAttributeLists(default).WithModifiers(Without(parameter.Modifiers)).WithoutTrivia().ToString());
        var head = $"{modifiers} {Visit(method.ReturnType)!.WithoutTrivia()} {recorded.Name}{method.TypeParameterList?.WithoutTrivia()}({string.Join(", ", parameters.Prepend($"{RecordType} {record}"))})"
            + string.Concat(method.ConstraintClauses.Select(clause => " " + Visit(clause)!.WithoutTrivia()));
        var indentation = IndentationOf(method);
        return method.Body is { } body
            ? head + "\n" + Dedent(Visit(body)!.WithoutTrivia().ToFullString(), indentation)
            : head + " =>\n    " + Dedent(((ExpressionSyntax)Visit(method.ExpressionBody!.Expression)!).WithoutTrivia().ToFullString(), indentation) + ";";
    }

    /// <summary>The copy of an extension method is called like any other.</summary>
    private static SyntaxTokenList Without(SyntaxTokenList modifiers) => SyntaxFactory.TokenList(modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.ThisKeyword)));

    /// <summary>A parameter that is read as a tensor becomes its stand-in, and a value that meets the examples a copy for each of them.</summary>
    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        if (node is not null && methods.Qualified.TryGetValue(node, out var qualified)) return SyntaxFactory.ParseTypeName(qualified).WithTriviaFrom(node);
        if (node is ExpressionSyntax and not (InvocationExpressionSyntax or AssignmentExpressionSyntax) && uses.IsOutOfPlace(node)) return SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression).WithTriviaFrom(node);
        if (node is ExpressionSyntax passed && functions.TryGetValue(passed, out var function)) return Calling(function).WithTriviaFrom(node);
        var visited = base.Visit(node);
        if (node is not ExpressionSyntax || visited is null) return visited;
        var isLeaf = uses.Leaves.TryGetValue(node, out var isDeclaredAsTensor);
        var isCopy = uses.Copies.TryGetValue(node, out var copy);
        var isVouched = uses.Vouched.TryGetValue(node, out var vouched);
        if (!isLeaf && !isCopy && !isVouched) return visited;
        var text = visited.WithoutTrivia().ToString();
        if (isVouched) return SyntaxFactory.ParseExpression($"{record}.Vouched({text}, \"{vouched!.Method}\"{string.Concat(vouched.Shape.Select(size => ", " + Text.Literal(size)))})").WithTriviaFrom(node);
        if (isDeclaredAsTensor) text = node is SimpleNameSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax ? $"(global::TorchSharp.Modules.Parameter){text}" : $"(global::TorchSharp.Modules.Parameter)({text})";
        text = copy is not null ? $"{record}.Expand({text}, {Text.Literal(copy.Rank)}, {Text.Literal(copy.Axis)})" : $"{record}.Leaf({text})";
        return SyntaxFactory.ParseExpression(text).WithTriviaFrom(node);
    }

    /// <summary>A helper that is passed on as a function becomes a function that calls its copy with the record.</summary>
    private ExpressionSyntax Calling(FunctionCopy function)
    {
        var names = function.Parameters.Select((_, place) => $"{record}Argument{Text.Literal(place + 1)}").ToArray();
        var parameters = function.Parameters.Zip(names, (parameter, name) => $"{parameter.Type.ToDisplayString(WithNullability)} {name}");
        return SyntaxFactory.ParseExpression($"({string.Join(", ", parameters)}) => {function.Name}({string.Join(", ", names.Prepend(record))})");
    }

    private static readonly SymbolDisplayFormat WithNullability = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        var visited = (InvocationExpressionSyntax)base.VisitInvocationExpression(node)!;
        if (uses.IsOutOfPlace(node) && visited.Expression is MemberAccessExpressionSyntax overwriting) return OutOfPlace(node, visited, overwriting);
        if (!recordings.TryGetValue(node, out var recording)) return visited;
        var arguments = visited.ArgumentList.Arguments.Select(argument => argument.WithoutTrivia().ToString()).ToArray();
        var text = recording switch
        {
            Recording.Layer => $"{record}.Call({string.Join(", ", arguments.Select(WithoutName).Prepend(Receiver(node, visited)))}{Further(node)})",
            Recording.SharedLayer => $"{record}.CallShared({string.Join(", ", arguments.Select(WithoutName).Prepend(Receiver(node, visited)))})",
            Recording.Product => $"{record}.Linear({string.Join(", ", node.ArgumentList.Arguments.Zip(arguments, Factor))}{Further(node)})",
            Recording.Tangent => $"{record}.Tanh({Receiver(node, visited)})",
            Recording.Rectification => Rectified(RecordedMethods.RectifiedBy(visited)!).ToString(),
            Recording.Pooling => $"{record}.MaxPool2d({string.Join(", ", arguments)})",
            Recording.Block => $"{Receiver(node, visited)}.RecordedForward({string.Join(", ", arguments.Prepend(record))})",
            _ when methods.Helpers.TryGetValue(node, out var helper) => $"{helper.Name}{TypeArguments(visited)}({string.Join(", ", (helper.IsExtension ? arguments.Prepend(Receiver(node, visited)) : arguments).Prepend(record))})",
            _ => $"{NameOfOwn(visited)}({string.Join(", ", arguments.Prepend(record))})",
        };
        return SyntaxFactory.ParseExpression(text).WithTriviaFrom(node);
    }

    /// <summary><c>record.CallRectified(layer, x)</c> for <c>record.Call(layer, x)</c>.</summary>
    private static InvocationExpressionSyntax Rectified(InvocationExpressionSyntax call) =>
        call.WithExpression(((MemberAccessExpressionSyntax)call.Expression).WithName(SyntaxFactory.IdentifierName("CallRectified"))).WithoutTrivia();

    /// <summary><c>y.add_(x)</c> as <c>y.add(x)</c>, which a statement assigns.</summary>
    private ExpressionSyntax OutOfPlace(InvocationExpressionSyntax node, InvocationExpressionSyntax visited, MemberAccessExpressionSyntax overwriting)
    {
        var made = visited.WithExpression(overwriting.WithName(SyntaxFactory.IdentifierName(overwriting.Name.Identifier.ValueText.TrimEnd('_'))));
        return node.Parent is ExpressionStatementSyntax ? SyntaxFactory.ParseExpression($"{Overwritten(node).WithoutTrivia()} = {made.WithoutTrivia()}").WithTriviaFrom(visited) : made;
    }

    /// <summary>The variable that a chain of such calls overwrites.</summary>
    private ExpressionSyntax Overwritten(InvocationExpressionSyntax call)
    {
        var receiver = ((MemberAccessExpressionSyntax)call.Expression).Expression;
        return receiver is InvocationExpressionSyntax before && uses.IsOutOfPlace(before) ? Overwritten(before) : receiver;
    }

    /// <summary><c>y[mask] = 0;</c> writes into another tensor than the one that was recorded.</summary>
    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        var visited = base.VisitExpressionStatement(node);
        return node.Expression is AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { Expression: var variable } } written && uses.IsOutOfPlace(written)
            ? SyntaxFactory.ParseStatement($"{{ {variable.WithoutTrivia()} = {variable.WithoutTrivia()}.clone(); {visited!.WithoutTrivia()} }}").WithTriviaFrom(node)
            : visited;
    }

    /// <summary><c>layer?.call(x)</c>, where the call is recorded, asks for the layer first.</summary>
    public override SyntaxNode? VisitConditionalAccessExpression(ConditionalAccessExpressionSyntax node)
    {
        if (!node.WhenNotNull.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(call => call.Expression is MemberBindingExpressionSyntax && recordings.ContainsKey(call) && RecordedMethods.AccessOf(call) == node))
            return base.VisitConditionalAccessExpression(node);
        return SyntaxFactory.ParseExpression($"({Visit(node.Expression)!.WithoutTrivia()} is null ? null : {Visit(node.WhenNotNull)!.WithoutTrivia()})").WithTriviaFrom(node);
    }

    /// <summary>Where the examples lie, and what the layer was made with, where it is not what the record expects.</summary>
    private string Further(InvocationExpressionSyntax node) => !uses.Layers.TryGetValue(node, out var use) ? ""
        : use.BatchAxis switch
        {
            0 => "",
            LayerUse.Innermost => $", batchAxis: {RecordType}.Innermost",
            var axis => $", batchAxis: {Text.Literal(axis)}",
        } + use.Settings;

    /// <summary>A product with a parameter takes the parameter itself; everything else as it was rewritten.</summary>
    private string Factor(ArgumentSyntax written, string rewritten)
    {
        var factor = written.Expression is PostfixUnaryExpressionSyntax { Operand: var operand } ? operand : written.Expression;
        var text = uses.Leaves.ContainsKey(factor) ? written.WithoutTrivia().ToString() : rewritten;
        return written.NameColon is null ? text : text.Replace("weights:", "weight:");
    }

    private static string Receiver(InvocationExpressionSyntax written, InvocationExpressionSyntax visited) =>
        ((visited.Expression as MemberAccessExpressionSyntax)?.Expression ?? RecordedMethods.ReceiverOf(written)!).WithoutTrivia().ToString();

    private static string WithoutName(string argument) => SyntaxFactory.ParseArgumentList($"({argument})").Arguments[0].Expression.ToString();

    private static string NameOfOwn(InvocationExpressionSyntax invocation) => invocation.Expression switch
    {
        MemberAccessExpressionSyntax access => $"{access.Expression.WithoutTrivia()}.Recorded{access.Name}",
        var name => "Recorded" + name.WithoutTrivia(),
    };

    private static string TypeArguments(InvocationExpressionSyntax invocation) =>
        ((invocation.Expression as MemberAccessExpressionSyntax)?.Name ?? invocation.Expression) is GenericNameSyntax generic ? generic.TypeArgumentList.WithoutTrivia().ToString() : "";

    private static int IndentationOf(SyntaxNode method)
    {
        var lines = method.SyntaxTree.GetText().Lines;
        var line = lines.GetLineFromPosition(method.SpanStart).ToString();
        return line.Length - line.TrimStart().Length;
    }

    private static string Dedent(string text, int indentation) => string.Join(
        "\n",
        text.Replace("\r\n", "\n").Split('\n').Select((line, index) => index == 0 ? line : line.Substring(System.Math.Min(indentation, line.Length - line.TrimStart().Length))));
}
