using System;
using System.Globalization;

namespace DslDp.Generator;

/// <summary>Text that reads the same in every culture: numbers in messages and in generated code are invariant.</summary>
internal static class Text
{
    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A double as C# writes it, with all its digits.</summary>
    public static string Literal(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.IndexOfAny(['.', 'E']) < 0 ? text + ".0" : text.Replace("E", "e");
    }

    /// <summary>A text as C# writes it.</summary>
    public static string Quoted(string text) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Literal(long value) => value.ToString(CultureInfo.InvariantCulture);
}
