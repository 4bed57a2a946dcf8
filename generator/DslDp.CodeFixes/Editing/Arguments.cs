using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DslDp.CodeFixes.Editing;

/// <summary>Finds and changes the arguments of a call by the names of their parameters.</summary>
internal static class Arguments
{
    /// <summary>The argument of a parameter, named or by its position; null where it was left out.</summary>
    public static ArgumentSyntax? Find(InvocationExpressionSyntax call, IMethodSymbol method, string parameter) =>
        call.ArgumentList.Arguments.FirstOrDefault(argument => ParameterOf(call, method, argument) == parameter);

    public static string? ParameterOf(InvocationExpressionSyntax call, IMethodSymbol method, ArgumentSyntax argument)
    {
        if (argument.NameColon is { } name) return name.Name.Identifier.ValueText;
        var position = call.ArgumentList.Arguments.IndexOf(argument);
        return position < method.Parameters.Length ? method.Parameters[position].Name : method.Parameters.LastOrDefault()?.Name;
    }

    public static void Append(Repair repair, InvocationExpressionSyntax call, string argument) =>
        repair.Insert(call.SyntaxTree, call.ArgumentList.CloseParenToken.SpanStart, call.ArgumentList.Arguments.Count > 0 ? ", " + argument : argument);

    /// <summary>Takes an argument out, with the comma that belongs to it. What stands behind it must be named, or would move.</summary>
    public static bool Remove(Repair repair, InvocationExpressionSyntax call, ArgumentSyntax argument)
    {
        var arguments = call.ArgumentList.Arguments;
        var position = arguments.IndexOf(argument);
        if (arguments.Skip(position + 1).Any(later => later.NameColon is null)) return false;
        var span = position > 0
            ? TextSpan.FromBounds(arguments[position - 1].Span.End, argument.Span.End)
            : TextSpan.FromBounds(argument.SpanStart, arguments.Count > 1 ? arguments[1].SpanStart : argument.Span.End);
        repair.Replace(call.SyntaxTree, span, "");
        return true;
    }
}
