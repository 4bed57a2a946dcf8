using System.Linq;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

internal sealed partial class Interpreter
{
    private AbstractValue SimpleAssign(ISimpleAssignmentOperation assignment, Frame frame)
    {
        if (IsOutOfOrder(assignment)) return Unsupported(assignment, frame, "a place that is settled while something else is set,");
        var value = Evaluate(assignment.Value, frame);
        return Assign(assignment.Target, IsNewUnder(assignment.Target, assignment, frame) ? OwnList(value) : value, frame);
    }

    /// <summary>
    /// C# settles the place of <c>y[i] = x</c> before it computes the value, and the proof after it, or twice: an assignment within the assignment might make
    /// it another place.
    /// </summary>
    private static bool IsOutOfOrder(IAssignmentOperation assignment) =>
        assignment.Target.DescendantsAndSelf().Any(part => part is IPropertyReferenceOperation { Arguments.IsEmpty: false } or IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation)
        && assignment.Descendants().Any(inner => HasEffect(inner) || TakesItem(inner));

    /// <summary>The same of a target that is read and then set: a call in its place would run twice here.</summary>
    private static bool IsSettledTwice(IOperation target) => target.Descendants().Any(inner => HasEffect(inner) || TakesItem(inner));

    /// <summary>Something that gives a variable another value, or calls a local function that does.</summary>
    private static bool HasEffect(IOperation operation) => Sets(operation) || (operation is IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } function } && SetsOuter(function, operation, []));

    private static bool SetsOuter(IMethodSymbol function, IOperation calledFrom, System.Collections.Generic.HashSet<ISymbol> seen)
    {
        if (!seen.Add(function.OriginalDefinition)) return false;
        return RootOf(calledFrom).Descendants().OfType<ILocalFunctionOperation>().Where(declared => SymbolEqualityComparer.Default.Equals(declared.Symbol.OriginalDefinition, function.OriginalDefinition)).SelectMany(declared => declared.Descendants()).Any(inner => inner switch
        {
            ILocalReferenceOperation { Local: var local } reference => !SymbolEqualityComparer.Default.Equals(local.ContainingSymbol.OriginalDefinition, function.OriginalDefinition) && IsSetThere(reference),
            IParameterReferenceOperation { Parameter: var parameter } reference => !SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol.OriginalDefinition, function.OriginalDefinition) && IsSetThere(reference),
            IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } other } => SetsOuter(other, calledFrom, seen),
            _ => false,
        });
    }

    private static bool IsSetThere(IOperation reference)
    {
        while (reference.Parent is ITupleOperation or IConversionOperation) reference = reference.Parent;
        return reference.Parent switch
        {
            IAssignmentOperation assignment => assignment.Target == reference,
            IIncrementOrDecrementOperation => true,
            IArgumentOperation argument => argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out,
            _ => false,
        };
    }

    /// <summary>Something that gives a variable, or a place, another value.</summary>
    private static bool Sets(IOperation operation) => operation is IAssignmentOperation or IIncrementOrDecrementOperation or IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out };

    /// <summary>A statement gives a variable, or a field of the object under construction, a list or an array of its own.</summary>
    private bool IsNewUnder(IOperation target, ISimpleAssignmentOperation assignment, Frame frame) =>
        assignment.Parent is IExpressionStatementOperation && IsNewCollection(assignment.Value, target.Type) && target switch
        {
            ILocalReferenceOperation { Local: var local } => IsOwn(local, frame) && !IsUsedByFunctions(local, assignment),
            IFieldReferenceOperation { Instance: IInstanceReferenceOperation } => target.Type is IArrayTypeSymbol && frame.Construction is { } construction && construction.Is(frame.This),
            _ => false,
        };

    private AbstractValue Assign(IOperation target, AbstractValue value, Frame frame)
    {
        switch (target)
        {
            case ILocalReferenceOperation local when IsOwn(local.Local, frame) || (frame.SharesVariables && !IsUsedByLambdas(local)):
                return frame.Environment[local.Local] = value;
            case IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } primary } when IsPrimary(primary):
                DistrustWhatIsSet(target, frame);
                return KeptState(target, frame);
            case IParameterReferenceOperation parameter when IsOwn(parameter.Parameter, frame):
                return frame.Environment[parameter.Parameter.OriginalDefinition] = value;
            case IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } }:
                DistrustWhatIsSet(target, frame);
                return KeptState(target, frame);
            case ILocalReferenceOperation or IParameterReferenceOperation:
                DistrustWhatIsSet(target, frame);
                return Unsupported(target, frame, "a local function that writes to a variable of the method around it");
            case IDiscardOperation:
                return value;
            case IDeclarationExpressionOperation declaration:
                return Assign(declaration.Expression, value, frame);
            case IConversionOperation conversion:
                return Assign(conversion.Operand, value, frame);
            case ITupleOperation tuple:
                return AssignItems(tuple, value, frame);
            case IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field when frame.Construction is { } construction && construction.Is(frame.This):
                construction.Set(field.Field.Name, value);
                return value;
            case IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } property when frame.Construction is { } construction && construction.Is(frame.This) && !known.IsFromTorchSharp(property.Property):
                return AssignProperty(property, value, construction, frame);
            case IPropertyReferenceOperation { Instance: { } tensor } when frame.Construction is not null && known.IsTensor(tensor.Type):
                // Before training, the numbers of a tensor may be set; its axes stay.
                return value;
            case IPropertyReferenceOperation element when WrittenInto(element, value, frame) is { } written:
                return written;
            case IPropertyReferenceOperation { Instance: { } list, Arguments: [var place], Property: { IsIndexer: true, ContainingType: var type } } element when (PlatformTypes.IsList(type) || PlatformTypes.IsDictionary(type)) && SetElement(list, place.Value, value, element, frame) is { } set:
                return set;
            case IImplicitIndexerReferenceOperation { Instance: var list, Argument: var place, IndexerSymbol: IPropertySymbol { ContainingType: var type } } element when PlatformTypes.IsList(type) && SetElement(list, place, value, element, frame) is { } set:
                return set;
            case IArrayElementReferenceOperation { Indices.Length: > 1 } element when IsNumberSet(element, value, frame):
                return value;
            case IArrayElementReferenceOperation { ArrayReference: var array, Indices: [var position] } element when SetElement(array, position, value, element, frame) is { } set:
                return set;
            case IFieldReferenceOperation or IPropertyReferenceOperation or IArrayElementReferenceOperation when frame.Construction is not null:
                DistrustWhatIsSet(target, frame);
                return value;
            case IPropertyReferenceOperation { Instance: ILocalReferenceOperation or IParameterReferenceOperation, Property.IsIndexer: true } element when known.IsTensor(element.Instance.Type):
                return Refuse(frame, Reason.UnknownOperation, target.Syntax, $"{target.Syntax} writes into a tensor that may be seen under another name, or writes what does not keep the examples apart", "write into a clone() of it, or use where, masked_fill or cat");
            case IFieldReferenceOperation or IPropertyReferenceOperation or IArrayElementReferenceOperation:
                return KeptState(target, frame);
            default:
                DistrustWhatIsSet(target, frame);
                return Unsupported(target, frame);
        }
    }

    /// <summary>A property keeps its value, or does with it what its setter says.</summary>
    private AbstractValue AssignProperty(IPropertyReferenceOperation reference, AbstractValue value, ObjectUnderConstruction construction, Frame frame)
    {
        var overriding = reference.Property.SetMethod is { } setter ? Overriding(setter, frame.This) : null;
        if (reference.Property.IsIndexer || reference.Property.DeclaringSyntaxReferences.IsEmpty) DistrustWhatIsSet(reference, frame);
        else if (overriding is not null && BodyOf(overriding) is not null) Invoke(overriding, frame.This, [value], frame, reference.Syntax);
        else construction.Set(reference.Property.Name, value);
        return value;
    }

    /// <summary>In a constructor: it has set something that is not followed. Elsewhere the assignment is refused.</summary>
    private void DistrustWhatIsSet(IOperation target, Frame frame) => frame.Construction?.Distrust($"the constructor sets {target.Syntax}", sites.Of(target.Syntax));

    private AbstractValue KeptState(IOperation target, Frame frame) => Refuse(
        frame,
        Reason.StateBetweenBatches,
        target.Syntax,
        $"{target.Syntax} keeps a value from one batch to the next, outside what the noise protects",
        "use a local variable; a counter, a running average or a memory has no place in a private model");

    /// <summary>A lambda sees its variables as they were where the method around it stands.</summary>
    private static bool IsUsedByLambdas(ILocalReferenceOperation variable) => RootOf(variable).Descendants().OfType<IAnonymousFunctionOperation>()
        .Any(lambda => lambda.Descendants().OfType<ILocalReferenceOperation>().Any(use => SymbolEqualityComparer.Default.Equals(use.Local, variable.Local)));

    private static bool IsOwn(ISymbol variable, Frame frame) =>
        frame.Method is null || SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol.OriginalDefinition, frame.Method.OriginalDefinition);

    private AbstractValue AssignItems(ITupleOperation tuple, AbstractValue value, Frame frame)
    {
        for (var index = 0; index < tuple.Elements.Length; index++)
        {
            var item = value switch
            {
                ObjectValue when PartsOf(value, tuple.Elements.Length) is { } parts => parts[index],
                SequenceValue sequence when sequence.Items.Count == tuple.Elements.Length => sequence.Items[index],
                RefusedValue => value,
                _ => new UnknownValue("it comes out of a value that the compiler cannot take apart"),
            };
            Assign(tuple.Elements[index], Converted(item, tuple.Elements[index].Type), frame);
        }

        return value;
    }

    private AbstractValue CompoundAssign(ICompoundAssignmentOperation assignment, Frame frame)
    {
        if (IsOutOfOrder(assignment) || IsSettledTwice(assignment.Target)) return Unsupported(assignment, frame, "a place that is settled while something else is set,");
        if (IsOwnOperator(assignment.OperatorMethod)) return Assign(assignment.Target, Operate(assignment.OperatorMethod!, assignment, frame, assignment.Target, assignment.Value), frame);
        var value = assignment.OperatorMethod is { } method && known.IsFromTorchSharp(method)
            ? Apply(MemberNames.Of(method), null, Operands(method, assignment.Target, assignment.Value), assignment, frame)
            : Arithmetic.InRangeOf(assignment.Type?.SpecialType, Arithmetic.Binary(assignment.OperatorKind, Evaluate(assignment.Target, frame), Evaluate(assignment.Value, frame)));
        return Assign(assignment.Target, value, frame);
    }

    private AbstractValue Increment(IIncrementOrDecrementOperation increment, Frame frame)
    {
        if (IsSettledTwice(increment.Target)) return Unsupported(increment, frame, "a place that is settled while something else is set,");
        if (increment.OperatorMethod is not null) return Unsupported(increment, frame, $"the operator of {increment.OperatorMethod.ContainingType.Name}");
        var before = Evaluate(increment.Target, frame);
        var kind = increment.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        var after = Assign(increment.Target, Arithmetic.InRangeOf(increment.Type?.SpecialType, Arithmetic.Binary(kind, before, IntegerValue.Of(1))), frame);
        return increment.IsPostfix ? before : after;
    }
}
